package mesh.bench.pilot;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A proxy without traffic: takes everything by deltas as Envoy does, acknowledges at once, and
 * keeps nothing but names. Runs on its channel's thread.
 */
final class FakeProxy implements StreamObserver<DeltaDiscoveryResponse> {

  private static final String PREFIX = "type.googleapis.com/";
  static final String CLUSTER = PREFIX + "envoy.config.cluster.v3.Cluster";
  static final String ENDPOINT = PREFIX + "envoy.config.endpoint.v3.ClusterLoadAssignment";
  static final String LISTENER = PREFIX + "envoy.config.listener.v3.Listener";
  static final String ROUTE = PREFIX + "envoy.config.route.v3.RouteConfiguration";

  private final StreamObserver<DeltaDiscoveryRequest> requests;
  private final Consumer<Taken> whenTaken;
  private final Set<String> clusters = new HashSet<>();
  private volatile int endpoints;

  /** A response that was acknowledged just now. */
  record Taken(String type, List<Resource> resources) {}

  /**
   * Connects and asks.
   *
   * @param address of its workload, which makes it another proxy than others
   */
  FakeProxy(ManagedChannel channel, String address, Consumer<Taken> whenTaken) {
    this.whenTaken = whenTaken;
    this.requests = AggregatedDiscoveryServiceGrpc.newStub(channel).deltaAggregatedResources(this);
    var node =
        Node.newBuilder()
            .setId("sidecar~" + address + "~fake.default~default.svc.cluster.local")
            .setCluster("fake.default");
    requests.onNext(ask(CLUSTER).setNode(node).build());
    requests.onNext(ask(LISTENER).build());
  }

  /** How many load assignments it has. */
  int endpoints() {
    return endpoints;
  }

  @Override
  public void onNext(DeltaDiscoveryResponse response) {
    String type = response.getTypeUrl();
    requests.onNext(ask(type).setResponseNonce(response.getNonce()).build());
    if (type.equals(CLUSTER)) {
      var more = ask(ENDPOINT);
      response.getResourcesList().stream()
          .map(Resource::getName)
          .filter(clusters::add)
          .filter(name -> name.startsWith("outbound|"))
          .forEach(more::addResourceNamesSubscribe);
      if (more.getResourceNamesSubscribeCount() > 0) {
        requests.onNext(more.build());
      }
    } else if (type.equals(LISTENER)) {
      requests.onNext(ask(ROUTE).addResourceNamesSubscribe("http_proxy").build());
    } else if (type.equals(ENDPOINT)) {
      endpoints = Math.max(endpoints, response.getResourcesCount());
    }
    whenTaken.accept(new Taken(type, response.getResourcesList()));
  }

  @Override
  public void onError(Throwable error) {
    System.err.println("A stream ended: " + error);
  }

  @Override
  public void onCompleted() {}

  private static DeltaDiscoveryRequest.Builder ask(String type) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(type);
  }
}
