package mesh.proxy.cluster.type.logicaldns;

import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.net.InetSocketAddress;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.dns.DnsConfig;
import mesh.proxy.cluster.type.AssignmentConfig;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.cluster.logical_dns}. */
public final class LogicalDnsClusterFactory implements ClusterTypeFactory<Empty> {

  @Override
  public String name() {
    return "envoy.cluster.logical_dns";
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
    return bind(cluster, DnsConfig.parse(cluster));
  }

  /** The same with settings from elsewhere. */
  public static Function<SourceContext, EndpointSource> bind(Cluster cluster, DnsConfig dns) {
    AssignmentConfig names =
        ProtoValue.under(
            "load_assignment", () -> AssignmentConfig.parse(cluster.getLoadAssignment()));
    if (names.groups().size() != 1 || names.groups().getFirst().endpoints().size() != 1) {
      int endpoints = names.groups().stream().mapToInt(group -> group.endpoints().size()).sum();
      throw new InvalidConfigException(
          "load_assignment.endpoints",
          names.groups().size() + " localities with " + endpoints + " endpoints",
          "one locality with one endpoint");
    }
    var endpoint = names.groups().getFirst().endpoints().getFirst();
    if (!(endpoint.address() instanceof InetSocketAddress address)) {
      throw new InvalidConfigException(
          "load_assignment.endpoints[0].lb_endpoints[0].endpoint.address",
          endpoint.address(),
          "a socket_address");
    }
    return context -> new LogicalDnsSource(names, address, dns, context);
  }
}
