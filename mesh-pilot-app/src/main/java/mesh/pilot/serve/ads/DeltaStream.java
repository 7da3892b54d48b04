package mesh.pilot.serve.ads;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.pilot.serve.Resource;
import mesh.pilot.serve.ResourceType;

/** Delta: a response has what is new and what is gone. Confined to its executor. */
final class DeltaStream implements Stream<DeltaDiscoveryRequest> {

  private static final String EVERYTHING = "*";

  private final Session session;
  private final ControlPlane identity;
  private final StreamObserver<DeltaDiscoveryResponse> proxy;

  DeltaStream(
      Session session, ControlPlane identity, StreamObserver<DeltaDiscoveryResponse> proxy) {
    this.session = session;
    this.identity = identity;
    this.proxy = proxy;
  }

  @Override
  public void request(DeltaDiscoveryRequest request) {
    session.identify(request.getNode());
    ResourceType type = ResourceType.of(request.getTypeUrl()).orElse(null);
    if (type == null) {
      return; // of a type that we have nothing of: the proxy goes on without it
    }
    boolean isFirst = session.subscription(type) == null;
    Subscription wanted = session.subscribe(type);
    String nonce = request.getResponseNonce();
    if (!nonce.isEmpty() && wanted.isAnswer(nonce)) {
      String error = request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null;
      session.answered(type, wanted, nonce, error);
    }
    List<String> more = request.getResourceNamesSubscribeList();
    if (isFirst) {
      wanted.has(request.getInitialResourceVersionsMap());
      if (type.isWhole() && more.isEmpty()) {
        wanted.wantEverything();
      }
    }
    if (more.contains(EVERYTHING)) {
      wanted.wantEverything();
    }
    wanted.subscribe(more.stream().filter(name -> !name.equals(EVERYTHING)).toList());
    wanted.unsubscribe(request.getResourceNamesUnsubscribeList());
    if (isFirst || !more.isEmpty() || wanted.isStale()) {
      push(type, wanted);
    }
  }

  @Override
  public void push() {
    if (session.isIdentified()) {
      for (ResourceType type : ResourceType.values()) {
        Subscription wanted = session.subscription(type);
        if (wanted != null) {
          push(type, wanted);
        }
      }
    }
  }

  private void push(ResourceType type, Subscription wanted) {
    if (wanted.mustWait()) {
      return;
    }
    Map<String, Resource> now = session.resources(type, wanted);
    Subscription.Change change = wanted.change(now);
    List<String> removed = new ArrayList<>(change.removed());
    wanted.missing(now).stream().filter(name -> !removed.contains(name)).forEach(removed::add);
    if (change.changed().isEmpty() && removed.isEmpty() && wanted.isAnswered()) {
      return;
    }
    String nonce = session.nextNonce();
    var response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setNonce(nonce)
            .setControlPlane(identity)
            .addAllRemovedResources(removed);
    for (Resource resource : change.changed()) {
      response.addResources(
          io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
              .setName(resource.name())
              .setVersion(resource.version())
              .setResource(resource.body()));
    }
    wanted.sent(change, nonce);
    session.sent(type, wanted, nonce);
    proxy.onNext(response.build());
    session.follow(type, change);
    if (type == ResourceType.CLUSTER || type == ResourceType.LISTENER) {
      ResourceType next = type == ResourceType.CLUSTER ? ResourceType.ENDPOINT : ResourceType.ROUTE;
      Subscription following = session.subscription(next);
      if (following != null) {
        push(next, following);
      }
    }
  }

  @Override
  public void end() {
    session.end();
  }
}
