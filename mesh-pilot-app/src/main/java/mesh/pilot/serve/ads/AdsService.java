package mesh.pilot.serve.ads;

import com.google.common.util.concurrent.MoreExecutors;
import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.pilot.serve.push.Worlds;
import mesh.pilot.status.ProxyStatuses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the streams of all proxies. Shared by all threads; each stream runs on one at a time. */
public final class AdsService extends AggregatedDiscoveryServiceImplBase {

  private static final Logger log = LoggerFactory.getLogger(AdsService.class);

  private final Worlds worlds;
  private final ProxyStatuses statuses;
  private final AdsStats stats;
  private final ControlPlane identity;
  private final Executor executor;
  private final InstantSource clock;
  private final Set<Runnable> pushes = ConcurrentHashMap.newKeySet();

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
    pushes.forEach(Runnable::run);
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
    Stream<Q> stream = kind.apply(session);
    Executor turns = MoreExecutors.newSequentialExecutor(executor);
    Runnable push = () -> turns.execute(stream::push);
    pushes.add(push);
    return new StreamObserver<>() {
      @Override
      public void onNext(Q request) {
        turns.execute(() -> serve(stream, request, proxy, this::end));
      }

      @Override
      public void onError(Throwable error) {
        turns.execute(this::end);
      }

      @Override
      public void onCompleted() {
        turns.execute(
            () -> {
              end();
              proxy.onCompleted();
            });
      }

      private void end() {
        pushes.remove(push);
        stream.end();
      }
    };
  }

  private static <Q> void serve(
      Stream<Q> stream, Q request, StreamObserver<?> proxy, Runnable end) {
    try {
      stream.request(request);
    } catch (InvalidConfigException e) {
      end.run();
      proxy.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Stream ends, for its configuration could not be made");
      end.run();
      proxy.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
    }
  }
}
