package mesh.pilot.serve.ads;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.serve.View;

/** Delta: a response has what is new and what is gone. Confined to its executor. */
final class DeltaStream implements Stream<DeltaDiscoveryRequest>, Session.Wire {

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
    }
    if (more.contains(EVERYTHING) || isFirst && type.isWhole() && more.isEmpty()) {
      wanted.wantEverything();
    }
    wanted.subscribe(more.stream().filter(name -> !name.equals(EVERYTHING)).toList());
    wanted.unsubscribe(request.getResourceNamesUnsubscribeList());
    if (isFirst || !more.isEmpty() || wanted.isStale()) {
      session.push(type, this);
    }
  }

  @Override
  public void push() {
    session.pushAll(this);
  }

  @Override
  public boolean respond(
      ResourceType type,
      Subscription wanted,
      Subscription.Change change,
      List<View> now,
      String nonce) {
    Set<String> removed = new LinkedHashSet<>(change.removed());
    removed.addAll(wanted.missing(now));
    if (change.changed().isEmpty() && removed.isEmpty() && wanted.isAnswered()) {
      return false;
    }
    var response =
        DeltaDiscoveryResponse.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setNonce(nonce)
            .setControlPlane(identity)
            .addAllRemovedResources(removed);
    change.changed().forEach(resource -> response.addResources(resource.entry()));
    proxy.onNext(response.build());
    return true;
  }

  @Override
  public void end() {
    session.end();
  }
}
