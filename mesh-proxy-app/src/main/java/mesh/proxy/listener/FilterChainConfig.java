package mesh.proxy.listener;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.match.CidrConfig;
import mesh.proxy.tls.DownstreamTls;
import mesh.proxy.tls.DownstreamTlsConfig;
import mesh.proxy.tls.TransportSocketConfig;
import org.jspecify.annotations.Nullable;

/** Reads the filter chains of one listener. */
final class FilterChainConfig {

  static final Supported SUPPORTED =
      Supported.of(io.envoyproxy.envoy.config.listener.v3.FilterChain.getDefaultInstance())
          .fields(
              "filter_chain_match",
              "filters",
              "metadata",
              "transport_socket",
              "transport_socket_connect_timeout",
              "name")
          .and(
              Supported.of(FilterChainMatch.getDefaultInstance())
                  .fields(
                      "destination_port",
                      "prefix_ranges",
                      "source_type",
                      "source_prefix_ranges",
                      "source_ports",
                      "direct_source_prefix_ranges",
                      "server_names",
                      "transport_protocol",
                      "application_protocols"),
              Supported.of(Filter.getDefaultInstance()).fields("name", "typed_config"),
              TransportSocketConfig.SUPPORTED,
              CidrConfig.SUPPORTED);

  private final ListenerServices services;
  private final NetworkFilterContext context;
  private final String listener;

  FilterChainConfig(ListenerServices services, NetworkFilterContext context, String listener) {
    this.services = services;
    this.context = context;
    this.listener = listener;
  }

  FilterChainMatcher matcher(Listener proto) {
    if (proto.getFilterChainsCount() == 0 && !proto.hasDefaultFilterChain()) {
      throw new InvalidConfigException(
          "filter_chains", "[]", "at least one, or a default_filter_chain");
    }
    List<FilterChain> chains = new ArrayList<>();
    for (int at = 0; at < proto.getFilterChainsCount(); at++) {
      var chain = proto.getFilterChains(at);
      chains.add(ProtoValue.under("filter_chains[" + at + "]", () -> chain(chain)));
    }
    FilterChain otherwise =
        proto.hasDefaultFilterChain()
            ? ProtoValue.under("default_filter_chain", () -> chain(proto.getDefaultFilterChain()))
            : null;
    return new FilterChainMatcher(chains, otherwise);
  }

  private FilterChain chain(io.envoyproxy.envoy.config.listener.v3.FilterChain proto) {
    return new FilterChain(
        proto.getName(),
        ProtoValue.under("filter_chain_match", () -> match(proto.getFilterChainMatch())),
        proto.hasTransportSocket() ? ProtoValue.under("transport_socket", () -> tls(proto)) : null,
        filters(proto.getFiltersList()),
        Durations.toMillis(proto.getTransportSocketConnectTimeout()));
  }

  private @Nullable DownstreamTls tls(io.envoyproxy.envoy.config.listener.v3.FilterChain proto) {
    DownstreamTlsConfig config = TransportSocketConfig.downstream(proto.getTransportSocket());
    return config == null
        ? null
        : services.tls().downstream(config, listener, context.listenerStats());
  }

  private List<NetworkFilter> filters(List<Filter> protos) {
    List<NetworkFilter> filters = new ArrayList<>();
    for (int at = 0; at < protos.size(); at++) {
      Filter proto = protos.get(at);
      boolean last = at == protos.size() - 1;
      filters.add(ProtoValue.under("filters[" + at + "]", () -> filter(proto, last)));
    }
    return filters;
  }

  private NetworkFilter filter(Filter proto, boolean last) {
    ExtensionMenu.Found<NetworkFilterFactory<?>> found =
        services.networkFilters().read(proto.getName(), proto.getTypedConfig());
    if (found.extension().isTerminal() != last) {
      throw new InvalidConfigException(
          "name",
          proto.getName(),
          last
              ? "a filter that takes the bytes, at the end of the chain"
              : "last in its chain: it takes the bytes");
    }
    return ProtoValue.under("typed_config", () -> bind(found.extension(), found.config()));
  }

  @SuppressWarnings("unchecked") // the menu unpacked it with this factory's own prototype
  private <P extends Message> NetworkFilter bind(NetworkFilterFactory<P> factory, Message config) {
    return factory.bind((P) config, context);
  }

  private static ChainMatch match(FilterChainMatch proto) {
    return new ChainMatch(
        proto.getDestinationPort().getValue(),
        prefixes("prefix_ranges", proto.getPrefixRangesList()),
        names(proto.getServerNamesList()),
        proto.getTransportProtocol(),
        proto.getApplicationProtocolsList(),
        prefixes("direct_source_prefix_ranges", proto.getDirectSourcePrefixRangesList()),
        switch (proto.getSourceType()) {
          case ANY, UNRECOGNIZED -> ChainMatch.SourceType.ANY;
          case SAME_IP_OR_LOOPBACK -> ChainMatch.SourceType.SAME_IP_OR_LOOPBACK;
          case EXTERNAL -> ChainMatch.SourceType.EXTERNAL;
        },
        prefixes("source_prefix_ranges", proto.getSourcePrefixRangesList()),
        proto.getSourcePortsList());
  }

  private static List<String> names(List<String> names) {
    List<String> all = new ArrayList<>();
    for (int at = 0; at < names.size(); at++) {
      String name = names.get(at).toLowerCase(Locale.ROOT);
      if (name.indexOf('*') > 0 || name.startsWith("*") && !name.startsWith("*.")) {
        throw new InvalidConfigException(
            "server_names[" + at + "]", name, "a name, or *. and a suffix");
      }
      all.add(name);
    }
    return all;
  }

  private static List<ChainMatch.Prefix> prefixes(String field, List<CidrRange> protos) {
    List<ChainMatch.Prefix> all = new ArrayList<>();
    for (CidrRange proto : protos) {
      var range = ProtoValue.under(field, () -> CidrConfig.parse(List.of(proto)));
      int bits = proto.getPrefixLen().getValue();
      all.add(new ChainMatch.Prefix(range, bits, proto.getAddressPrefix() + "/" + bits));
    }
    return all;
  }
}
