package mesh.proxy.cluster.type.fixed;

import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.function.Function;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.AssignmentConfig;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.cluster.static}. */
public final class FixedClusterFactory implements ClusterTypeFactory<Empty> {

  @Override
  public String name() {
    return "envoy.cluster.static";
  }

  @Override
  public Empty prototype() {
    return Empty.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.none();
  }

  @Override
  public Function<SourceContext, EndpointSource> bind(Cluster cluster, Empty config) {
    Assignment assignment =
        ProtoValue.under(
            "load_assignment",
            () -> AssignmentConfig.parse(cluster.getLoadAssignment()).asWritten());
    return context -> new FixedSource(assignment);
  }
}
