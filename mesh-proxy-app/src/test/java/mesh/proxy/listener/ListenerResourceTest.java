package mesh.proxy.listener;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.XdsResourceContract;

class ListenerResourceTest extends XdsResourceContract<Listener> {

  @Override
  protected ResourceType<Listener> type() {
    return ListenerResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return ListenerProtoConfig.SUPPORTED;
  }

  @Override
  protected Listener named(String name) {
    return Listener.newBuilder().setName(name).build();
  }
}
