package mesh.proxy.listener;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.listener.match.FilterChainMatchConfig;
import mesh.proxy.listener.match.FilterChainMatcher;
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
              FilterChainMatchConfig.SUPPORTED,
              Supported.of(Filter.getDefaultInstance()).fields("name", "typed_config"),
              TransportSocketConfig.SUPPORTED);

  private final ListenerServices services;
  private final NetworkFilterContext context;
  private final String listener;
  private final List<FilterChain> kept;
  private final List<FilterChain> made = new ArrayList<>();

  /**
   * A reader.
   *
   * @param kept chains that are used again where the message is the same
   */
  FilterChainConfig(
      ListenerServices services,
      NetworkFilterContext context,
      String listener,
      List<FilterChain> kept) {
    this.services = services;
    this.context = context;
    this.listener = listener;
    this.kept = kept;
  }

  FilterChains read(Listener proto) {
    if (proto.getFilterChainsCount() == 0 && !proto.hasDefaultFilterChain()) {
      throw new InvalidConfigException(
          "filter_chains", "[]", "at least one, or a default_filter_chain");
    }
    try {
      return chains(proto);
    } catch (InvalidConfigException e) {
      made.forEach(FilterChain::close);
      throw e;
    }
  }

  private FilterChains chains(Listener proto) {
    var matcher = new FilterChainMatcher<FilterChain>();
    List<FilterChain> chains = new ArrayList<>();
    for (int at = 0; at < proto.getFilterChainsCount(); at++) {
      String field = "filter_chains[" + at + "]";
      var chain = proto.getFilterChains(at);
      FilterChain read = ProtoValue.under(field, () -> chain(chain));
      chains.add(read);
      FilterChainMatchConfig match =
          ProtoValue.under(
              field + ".filter_chain_match",
              () -> FilterChainMatchConfig.parse(chain.getFilterChainMatch()));
      if (!matcher.add(match, read)) {
        throw new InvalidConfigException(
            field + ".filter_chain_match",
            chain.getName(),
            "a match that does not overlap with that of another chain of the listener");
      }
    }
    FilterChain fallback =
        proto.hasDefaultFilterChain()
            ? ProtoValue.under("default_filter_chain", () -> chain(proto.getDefaultFilterChain()))
            : null;
    return new FilterChains(matcher, chains, fallback);
  }

  private FilterChain chain(io.envoyproxy.envoy.config.listener.v3.FilterChain proto) {
    for (FilterChain before : kept) {
      if (before.source().equals(proto)) {
        return before;
      }
    }
    List<NetworkFilter> filters = new ArrayList<>();
    try {
      filters(proto.getFiltersList(), filters);
      DownstreamTls tls =
          proto.hasTransportSocket()
              ? ProtoValue.under("transport_socket", () -> tls(proto))
              : null;
      var chain =
          new FilterChain(
              proto.getName(),
              proto,
              tls,
              filters,
              Durations.toMillis(proto.getTransportSocketConnectTimeout()));
      made.add(chain);
      return chain;
    } catch (InvalidConfigException e) {
      filters.forEach(NetworkFilter::close);
      throw e;
    }
  }

  private @Nullable DownstreamTls tls(io.envoyproxy.envoy.config.listener.v3.FilterChain proto) {
    DownstreamTlsConfig config = TransportSocketConfig.downstream(proto.getTransportSocket());
    return config == null
        ? null
        : services.tls().downstream(config, listener, context.listenerStats());
  }

  private void filters(List<Filter> protos, List<NetworkFilter> filters) {
    for (int at = 0; at < protos.size(); at++) {
      Filter proto = protos.get(at);
      boolean last = at == protos.size() - 1;
      filters.add(ProtoValue.under("filters[" + at + "]", () -> filter(proto, last)));
    }
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
}
