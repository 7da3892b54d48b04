package mesh.proxy.cluster.health;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import mesh.proxy.cluster.event.EventFiles;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * What health checks may use of the process. Immutable.
 *
 * @param loops where the clients of probes run
 * @param randomBelow maps a bound to a number in {@code [0, bound)}
 * @param clockMillis wall clock, for events
 */
public record HealthEnvironment(
    ControlLoop loop,
    ClientLoops loops,
    Runtime runtime,
    EventFiles files,
    IntUnaryOperator randomBelow,
    LongSupplier clockMillis) {

  /**
   * What health checks ask of their cluster. Immutable.
   *
   * @param stats scope of the cluster
   * @param hasTraffic true once the cluster was used
   * @param tls of a host; null for plaintext
   * @param matchingTls of metadata that choose a transport socket
   */
  public record ClusterFacts(
      String name,
      Stats stats,
      BooleanSupplier hasTraffic,
      Function<Endpoint, @Nullable UpstreamTls> tls,
      Function<Map<String, Object>, @Nullable UpstreamTls> matchingTls) {}
}
