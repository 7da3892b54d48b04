package mesh.pilot.serve.ads;

import com.google.common.util.concurrent.MoreExecutors;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.status.ProxyStatuses;

/** Serves the streams of all proxies. Shared by all threads; each stream runs on one at a time. */
public final class AdsService extends AggregatedDiscoveryServiceImplBase {

  private final Worlds worlds;
  private final ProxyStatuses statuses;
  private final AdsStats stats;
  private final ControlPlane identity;
  private final Executor executor;
  private final InstantSource clock;
  private final Set<Connection<?, ?>> connections = ConcurrentHashMap.newKeySet();

  /**
   * A service that waits for proxies.
   *
   * @param name of this control plane, told to proxies
   * @param executor on which streams run, each one after the other
   */
  public AdsService(
      Worlds worlds,
      ProxyStatuses statuses,
      AdsStats stats,
      String name,
      Executor executor,
      InstantSource clock) {
    this.worlds = worlds;
    this.statuses = statuses;
    this.stats = stats;
    this.identity = ControlPlane.newBuilder().setIdentifier(name).build();
    this.executor = executor;
    this.clock = clock;
  }

  /** Tells every stream that the world is another. */
  public void push() {
    connections.forEach(Connection::push);
  }

  @Override
  public StreamObserver<DiscoveryRequest> streamAggregatedResources(
      StreamObserver<DiscoveryResponse> proxy) {
    return open(proxy, false, session -> new StateStream(session, identity, proxy));
  }

  @Override
  public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
      StreamObserver<DeltaDiscoveryResponse> proxy) {
    return open(proxy, true, session -> new DeltaStream(session, identity, proxy));
  }

  private <Q, A> StreamObserver<Q> open(
      StreamObserver<A> proxy, boolean isDelta, Function<Session, Stream<Q>> kind) {
    var session = new Session(worlds, statuses, stats, isDelta, clock);
    var connection =
        new Connection<>(
            kind.apply(session),
            (ServerCallStreamObserver<A>) proxy,
            MoreExecutors.newSequentialExecutor(executor),
            connections::remove);
    connections.add(connection);
    return connection;
  }
}
