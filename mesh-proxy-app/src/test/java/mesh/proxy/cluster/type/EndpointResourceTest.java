package mesh.proxy.cluster.type;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.XdsResourceContract;

class EndpointResourceTest extends XdsResourceContract<ClusterLoadAssignment> {

  @Override
  protected ResourceType<ClusterLoadAssignment> type() {
    return EndpointResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return AssignmentConfig.SUPPORTED;
  }

  @Override
  protected ClusterLoadAssignment named(String name) {
    return ClusterLoadAssignment.newBuilder().setClusterName(name).build();
  }
}
