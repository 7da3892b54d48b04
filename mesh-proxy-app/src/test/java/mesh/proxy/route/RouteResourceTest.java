package mesh.proxy.route;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.XdsResourceContract;

class RouteResourceTest extends XdsResourceContract<RouteConfiguration> {

  @Override
  protected ResourceType<RouteConfiguration> type() {
    return RouteResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return RouteTableConfig.SUPPORTED;
  }

  @Override
  protected RouteConfiguration named(String name) {
    return RouteConfiguration.newBuilder().setName(name).build();
  }
}
