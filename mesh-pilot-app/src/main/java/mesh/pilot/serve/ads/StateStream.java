package mesh.pilot.serve.ads;

import io.envoyproxy.envoy.config.core.v3.ControlPlane;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.Map;
import mesh.pilot.serve.Resource;
import mesh.pilot.serve.ResourceType;
import org.jspecify.annotations.Nullable;

/** The state of the world: a response has all clusters, all listeners. Confined to its executor. */
final class StateStream implements Stream<DiscoveryRequest> {

  private static final String EVERYTHING = "*";

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
    boolean isNew = want(type, wanted, request.getResourceNamesList());
    if (isNew || !wanted.isAnswered() || wanted.isStale()) {
      push(type, wanted);
    }
  }

  private static boolean want(ResourceType type, Subscription wanted, Collection<String> names) {
    boolean everything = type.isWhole() && (names.isEmpty() || names.contains(EVERYTHING));
    return wanted.want(names, everything);
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
    boolean isFirst = !wanted.isAnswered();
    boolean isNothing = type.isWhole() ? change.isEmpty() : change.changed().isEmpty();
    if (isNothing && !(isFirst && type.isWhole())) {
      return;
    }
    String nonce = session.nextNonce();
    var response =
        DiscoveryResponse.newBuilder()
            .setTypeUrl(type.typeUrl())
            .setNonce(nonce)
            .setControlPlane(identity);
    Collection<Resource> bodies = type.isWhole() ? now.values() : change.changed();
    long version = 0;
    for (Resource resource : bodies) {
      response.addResources(resource.body());
      version = 31 * version + resource.version().hashCode();
    }
    wanted.sent(change, nonce);
    session.sent(type, wanted, nonce);
    proxy.onNext(response.setVersionInfo(Long.toHexString(version)).build());
    session.follow(type, change);
    pushFollowing(type);
  }

  private void pushFollowing(ResourceType type) {
    ResourceType next =
        switch (type) {
          case CLUSTER -> ResourceType.ENDPOINT;
          case LISTENER -> ResourceType.ROUTE;
          case ENDPOINT, ROUTE -> null;
        };
    @Nullable Subscription wanted = next == null ? null : session.subscription(next);
    if (next != null && wanted != null) {
      push(next, wanted);
    }
  }

  @Override
  public void end() {
    session.end();
  }
}
