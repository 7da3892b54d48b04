package mesh.proxy.cluster.type.strictdns;

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
import mesh.proxy.endpoint.Addresses;
import mesh.proxy.endpoint.EndpointConfig;

/** Registers {@code envoy.cluster.strict_dns}. */
public final class StrictDnsClusterFactory implements ClusterTypeFactory<Empty> {

  @Override
  public String name() {
    return "envoy.cluster.strict_dns";
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
    for (int at = 0; at < names.groups().size(); at++) {
      var endpoints = names.groups().get(at).endpoints();
      for (int index = 0; index < endpoints.size(); index++) {
        check(endpoints.get(index), "endpoints[" + at + "].lb_endpoints[" + index + "]");
      }
    }
    return context -> new StrictDnsSource(names, dns, context);
  }

  private static void check(EndpointConfig endpoint, String field) {
    if (!(endpoint.address() instanceof InetSocketAddress)) {
      throw new InvalidConfigException(
          "load_assignment." + field + ".endpoint.address",
          Addresses.text(endpoint.address()),
          "a socket_address");
    }
    if (!endpoint.additionalAddresses().isEmpty()) {
      throw new InvalidConfigException(
          "load_assignment." + field + ".endpoint.additional_addresses",
          endpoint.additionalAddresses(),
          "none: DNS says which addresses there are");
    }
  }
}
