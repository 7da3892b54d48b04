package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.XdsResourceContract;

class SecretResourceTest extends XdsResourceContract<Secret> {

  @Override
  protected ResourceType<Secret> type() {
    return SecretResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return SecretConfig.SUPPORTED;
  }

  @Override
  protected Secret named(String name) {
    return Secret.newBuilder().setName(name).build();
  }
}
