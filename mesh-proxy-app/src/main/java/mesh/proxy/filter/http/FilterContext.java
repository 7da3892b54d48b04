package mesh.proxy.filter.http;

import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.grpc.GrpcClient;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.health.HealthState;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Workers;
import mesh.proxy.workload.ServiceMetrics;

/**
 * What a filter may use of the proxy, given once at load. Immutable.
 *
 * @param filterName the filter's name in its chain, by which routes configure it
 * @param statPrefix the connection manager's prefix, such as {@code http.ingress_http.}
 * @param stats root scope of the process
 * @param grpc calls services while a request waits
 * @param health what an operator says of this proxy's health
 * @param serviceCluster the cluster that this proxy's node belongs to; may be empty
 * @param direction of the listener
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 * @param nanoClock {@link System#nanoTime()}, or a fake one in tests
 */
public record FilterContext(
    String filterName,
    String statPrefix,
    Stats stats,
    Runtime runtime,
    Clusters clusters,
    GrpcClient grpc,
    Workers workers,
    HealthState health,
    String serviceCluster,
    Direction direction,
    ServiceMetrics serviceMetrics,
    IntUnaryOperator randomBelow,
    LongSupplier nanoClock) {

  /** The same for a filter of another name. */
  public FilterContext named(String filter) {
    return new FilterContext(
        filter,
        statPrefix,
        stats,
        runtime,
        clusters,
        grpc,
        workers,
        health,
        serviceCluster,
        direction,
        serviceMetrics,
        randomBelow,
        nanoClock);
  }
}
