package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Update;

/** One secret that comes from elsewhere (SDS). */
public final class SecretResource implements Subscriber<Secret> {

  /** As a server knows it. */
  public static final ResourceType<Secret> TYPE =
      new ResourceType<>(Secret.getDefaultInstance(), Secret::getName, false);

  private final SecretUser user;

  SecretResource(SecretUser user) {
    this.user = user;
  }

  @Override
  public void update(Update<Secret> update) { // a removal is ignored: certificates in use stay
    update.forEach(
        resource ->
            user.take(
                new SecretConfig(TypedConfig.checked(resource.message(), SecretConfig.SUPPORTED))));
  }

  @Override
  public void unavailable() {
    user.unavailable();
  }
}
