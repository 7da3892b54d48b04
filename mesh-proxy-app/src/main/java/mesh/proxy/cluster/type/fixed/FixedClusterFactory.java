package mesh.proxy.cluster.type.fixed;

import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.net.InetSocketAddress;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.AssignmentConfig;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.endpoint.EndpointConfig;

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
            () -> {
              var read = AssignmentConfig.parse(cluster.getLoadAssignment());
              return read.resolved(FixedClusterFactory::host);
            });
    return context -> new FixedSource(assignment);
  }

  private static Assignment.Host host(EndpointConfig endpoint) {
    if (endpoint.address() instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new InvalidConfigException(
          "endpoint.address.socket_address.address",
          inet.getHostString(),
          "an IP address; STRICT_DNS and LOGICAL_DNS clusters take host names");
    }
    return new Assignment.Host(endpoint.address(), endpoint.hostname(), endpoint);
  }
}
