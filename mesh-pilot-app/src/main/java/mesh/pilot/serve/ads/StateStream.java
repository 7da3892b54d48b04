package mesh.pilot.serve.ads;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.List;
import mesh.pilot.serve.Resource;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.serve.View;

/** The state of the world: a response has all clusters, all listeners. Confined to its executor. */
final class StateStream implements Stream<DiscoveryRequest>, Session.Wire {

  private final Session session;
  private final ControlPlane identity;
  private final StreamObserver<DiscoveryResponse> proxy;

  StateStream(Session session, ControlPlane identity, StreamObserver<DiscoveryResponse> proxy) {
    this.session = session;
    this.identity = identity;
    this.proxy = proxy;
  }

  @Override
  public void request(DiscoveryRequest request) {
    session.identify(request.getNode());
    ResourceType type = ResourceType.of(request.getTypeUrl()).orElse(null);
    if (type == null) {
      return; // of a type that we have nothing of: the proxy goes on without it
    }
    Subscription wanted = session.subscribe(type);
    String nonce = request.getResponseNonce();
    if (!nonce.isEmpty()) {
      if (!wanted.isAnswer(nonce)) {
        return; // it has not yet seen our last response
      }
      String error = request.hasErrorDetail() ? request.getErrorDetail().getMessage() : null;
      session.answered(type, wanted, nonce, error);
    }
    Collection<String> names = request.getResourceNamesList();
    boolean everything = type.isWhole() && (names.isEmpty() || names.contains(EVERYTHING));
    if (wanted.want(names, everything) || !wanted.isAnswered() || wanted.isStale()) {
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
    boolean isFirst = !wanted.isAnswered();
    boolean isNothing = type.isWhole() ? change.isEmpty() : change.changed().isEmpty();
    if (isNothing && !(isFirst && type.isWhole())) {
      return false;
    }
    var response =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setNonce(nonce)
            .setControlPlane(identity);
    long version = 0;
    for (Resource resource : type.isWhole() ? wanted.all(now) : change.changed()) {
      response.addResources(resource.body());
      version = 31 * version + resource.version().hashCode();
    }
    proxy.onNext(response.setVersionInfo(Long.toHexString(version)).build());
    return true;
  }

  @Override
  public void end() {
    session.end();
  }
}
