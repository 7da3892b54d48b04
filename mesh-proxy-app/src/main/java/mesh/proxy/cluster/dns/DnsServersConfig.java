package mesh.proxy.cluster.dns;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.DnsResolutionConfig;
import io.envoyproxy.envoy.config.core.v3.DnsResolverOptions;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
import io.envoyproxy.envoy.extensions.network.dns_resolver.getaddrinfo.v3.GetAddrInfoDnsResolverConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Fields;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;

/** Reads whom to ask for names. */
public final class DnsServersConfig {

  /** The fields of the older messages that are honoured. */
  public static final Supported SUPPORTED =
      Supported.all(DnsResolutionConfig.getDefaultInstance())
          .and(
              Supported.of(DnsResolverOptions.getDefaultInstance())
                  .fields("no_default_search_domain"),
              Supported.of(Address.getDefaultInstance()).fields("socket_address"),
              Supported.of(SocketAddress.getDefaultInstance()).fields("address", "port_value"));

  private static final Supported CARES =
      Supported.of(CaresDnsResolverConfig.getDefaultInstance())
          .fields(
              "resolvers",
              "dns_resolver_options",
              "query_timeout_seconds",
              "query_tries",
              "rotate_nameservers")
          .ignored("udp_max_queries", "every look-up has a port of its own")
          .and(SUPPORTED);
  private static final Supported SYSTEM =
      Supported.of(GetAddrInfoDnsResolverConfig.getDefaultInstance())
          .ignored("num_retries", "the operating system retries by itself");

  private DnsServersConfig() {}

  /** Of a cluster; the newest of the ways to say it wins. */
  @SuppressWarnings("deprecation") // the others are still written
  static DnsServers parse(Cluster proto) {
    if (proto.hasTypedDnsResolverConfig()) {
      return ProtoValue.under(
          "typed_dns_resolver_config", () -> parse(proto.getTypedDnsResolverConfig()));
    }
    if (proto.hasDnsResolutionConfig()) {
      var old = proto.getDnsResolutionConfig();
      return servers(
          "dns_resolution_config.resolvers",
          old.getResolversList(),
          old.getDnsResolverOptions(),
          DnsServers.SYSTEM);
    }
    return servers(
        "dns_resolvers",
        proto.getDnsResolversList(),
        DnsResolverOptions.getDefaultInstance(),
        DnsServers.SYSTEM);
  }

  /** Of a typed resolver. */
  static DnsServers parse(TypedExtensionConfig proto) {
    return ProtoValue.under("typed_config", () -> parse(proto.getTypedConfig()));
  }

  private static DnsServers parse(Any config) {
    var cares = CaresDnsResolverConfig.getDefaultInstance();
    var system = GetAddrInfoDnsResolverConfig.getDefaultInstance();
    String type = TypedConfig.typeName(config);
    if (type.equals(Fields.type(cares).getFullName())) {
      return cares(TypedConfig.open(config, cares, CARES));
    }
    if (type.equals(Fields.type(system).getFullName())) {
      TypedConfig.open(config, system, SYSTEM);
      return new DnsServers(
          DnsServers.Kind.OPERATING_SYSTEM, List.of(), true, 1, DnsServers.SYSTEM.timeout(), false);
    }
    throw new InvalidConfigException(
        "@type",
        config.getTypeUrl(),
        Fields.type(cares).getFullName() + " or " + Fields.type(system).getFullName());
  }

  private static DnsServers cares(CaresDnsResolverConfig proto) {
    DnsServers usual = DnsServers.SYSTEM;
    var settings =
        new DnsServers(
            usual.kind(),
            List.of(),
            true,
            proto.hasQueryTries() ? Math.max(1, proto.getQueryTries().getValue()) : usual.tries(),
            proto.hasQueryTimeoutSeconds()
                ? Duration.ofSeconds(proto.getQueryTimeoutSeconds().getValue())
                : usual.timeout(),
            proto.getRotateNameservers());
    return servers("resolvers", proto.getResolversList(), proto.getDnsResolverOptions(), settings);
  }

  private static DnsServers servers(
      String field, List<Address> protos, DnsResolverOptions options, DnsServers settings) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    List<java.net.SocketAddress> read = ProtoValue.addresses(protos, field);
    for (int at = 0; at < read.size(); at++) {
      if (!(read.get(at) instanceof InetSocketAddress inet) || inet.isUnresolved()) {
        throw new InvalidConfigException(field + "[" + at + "]", read.get(at), "an IP address");
      }
      addresses.add(inet);
    }
    return new DnsServers(
        settings.kind(),
        addresses,
        !options.getNoDefaultSearchDomain(),
        settings.tries(),
        settings.timeout(),
        settings.rotate());
  }
}
