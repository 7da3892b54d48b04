package mesh.proxy.listener;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.core.v3.Metadata;
import io.envoyproxy.envoy.config.core.v3.SocketOptionsOverride;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
import io.envoyproxy.envoy.config.listener.v3.Listener.DrainType;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.AccessLogConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.filter.network.ListenerFacts;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.stats.Stats;

/** Reads one {@code Listener}. */
public final class ListenerProtoConfig implements ListenerSource {

  /** The fields that {@link #apply} honours. */
  public static final Supported SUPPORTED =
      Supported.of(Listener.getDefaultInstance())
          .fields(
              "name",
              "address",
              "additional_addresses",
              "stat_prefix",
              "filter_chains",
              "use_original_dst",
              "default_filter_chain",
              "per_connection_buffer_limit_bytes",
              "metadata",
              "drain_type",
              "listener_filters",
              "listener_filters_timeout",
              "continue_on_listener_filters_timeout",
              "transparent",
              "freebind",
              "socket_options",
              "tcp_fast_open_queue_length",
              "traffic_direction",
              "connection_balance_config",
              "enable_reuse_port",
              "access_log",
              "tcp_backlog_size",
              "max_connections_to_accept_per_socket_event",
              "bind_to_port",
              "ignore_global_conn_limit",
              "bypass_overload_manager")
          .ignored(
              "reuse_port", "every worker has a socket of its own unless enable_reuse_port says no")
          .and(
              BindConfig.SUPPORTED,
              SocketOptionConfig.SUPPORTED,
              ListenerFilterConfig.SUPPORTED,
              FilterChainConfig.SUPPORTED,
              AccessLogConfig.SUPPORTED,
              Supported.of(Metadata.getDefaultInstance()).fields("filter_metadata"),
              Supported.all(AdditionalAddress.getDefaultInstance()),
              Supported.all(SocketOptionsOverride.getDefaultInstance()),
              Supported.of(ConnectionBalanceConfig.getDefaultInstance()).fields("exact_balance"),
              Supported.all(ConnectionBalanceConfig.ExactBalance.getDefaultInstance()));

  private static final int BUFFER_BYTES = 1024 * 1024;
  private static final long FILTER_MILLIS = 15_000;

  private final Listener proto;
  private final ListenerServices services;

  private ListenerProtoConfig(Listener proto, ListenerServices services) {
    this.proto = proto;
    this.services = services;
  }

  /**
   * Reads a listener and everything in it, and makes it serve.
   *
   * @throws InvalidConfigException fields relative to {@code proto}
   */
  public static void apply(Listener proto, ListenerServices services, Listeners to) {
    to.apply(new ListenerProtoConfig(proto, services));
  }

  /** Reads a listener to see whether it is valid; nothing is bound. */
  public static void check(Listener proto, ListenerServices services) {
    new ListenerProtoConfig(proto, services)
        .read(List.of())
        .chains()
        .all()
        .forEach(FilterChain::close);
  }

  /**
   * The name by which a listener is known: its address, if it has no other.
   *
   * @throws InvalidConfigException if it has neither
   */
  public static String name(Listener proto) {
    return proto.getName().isEmpty()
        ? StatAddress.of(binds(proto).getFirst().address())
        : proto.getName();
  }

  @Override
  public Listener message() {
    return proto;
  }

  @Override
  public Listener frame() {
    return proto.toBuilder().clearFilterChains().clearDefaultFilterChain().build();
  }

  @Override
  public String name() {
    return name(proto);
  }

  @Override
  public ListenerConfig read(List<FilterChain> kept) {
    List<BindConfig> binds = binds(proto);
    List<SocketAddress> addresses = binds.stream().map(BindConfig::address).toList();
    int buffer = bufferBytes();
    var facts = new ListenerFacts(name(), direction(), buffer);
    String statName =
        proto.getStatPrefix().isEmpty()
            ? StatAddress.of(addresses.getFirst())
            : proto.getStatPrefix();
    Stats root = services.context().stats();
    NetworkFilterContext context =
        services.context().of(facts, root.scope("listener").scope(statName));
    return new ListenerConfig(
        facts,
        addresses,
        statName,
        SocketConfig.parse(proto, binds, buffer),
        filters(root),
        proto.hasListenerFiltersTimeout()
            ? Durations.toMillis(proto.getListenerFiltersTimeout())
            : FILTER_MILLIS,
        proto.getContinueOnListenerFiltersTimeout(),
        new FilterChainConfig(services, context, facts.name(), kept).read(proto),
        proto.getUseOriginalDst().getValue(),
        proto.getDrainType() == DrainType.DEFAULT,
        !proto.getIgnoreGlobalConnLimit() && !proto.getBypassOverloadManager(),
        ProtoValue.under("access_log", () -> services.accessLogs().bind(proto.getAccessLogList())),
        ProtoValue.metadata(proto.getMetadata()),
        proto,
        frame());
  }

  private int bufferBytes() {
    if (!proto.hasPerConnectionBufferLimitBytes()) {
      return BUFFER_BYTES;
    }
    int bytes = proto.getPerConnectionBufferLimitBytes().getValue();
    return bytes <= 0 ? Integer.MAX_VALUE : bytes; // unsigned; 0 is no limit
  }

  private Direction direction() {
    return switch (proto.getTrafficDirection()) {
      case INBOUND -> Direction.INBOUND;
      case OUTBOUND -> Direction.OUTBOUND;
      case UNSPECIFIED, UNRECOGNIZED -> Direction.UNSPECIFIED;
    };
  }

  private static List<BindConfig> binds(Listener proto) {
    if (!proto.hasAddress()) {
      throw new InvalidConfigException("address", null, "socket_address or pipe");
    }
    List<SocketOptionConfig> options = SocketOptionConfig.parse(proto.getSocketOptionsList());
    List<BindConfig> all = new ArrayList<>();
    all.add(ProtoValue.under("address", () -> BindConfig.parse(proto.getAddress(), options)));
    for (int at = 0; at < proto.getAdditionalAddressesCount(); at++) {
      AdditionalAddress more = proto.getAdditionalAddresses(at);
      all.add(ProtoValue.under("additional_addresses[" + at + "]", () -> bind(more, options)));
    }
    return all;
  }

  private static BindConfig bind(AdditionalAddress more, List<SocketOptionConfig> usual) {
    List<SocketOptionConfig> options =
        more.hasSocketOptions()
            ? SocketOptionConfig.parse(more.getSocketOptions().getSocketOptionsList())
            : usual;
    return ProtoValue.under("address", () -> BindConfig.parse(more.getAddress(), options));
  }

  private List<ListenerConfig.Filter> filters(Stats root) {
    List<ListenerConfig.Filter> all = new ArrayList<>();
    for (int at = 0; at < proto.getListenerFiltersCount(); at++) {
      var filter = proto.getListenerFilters(at);
      all.add(
          ProtoValue.under(
              "listener_filters[" + at + "]",
              () ->
                  new ListenerConfig.Filter(
                      filter(filter, root), ListenerFilterConfig.disabled(filter))));
    }
    return all;
  }

  private Supplier<ListenerFilter> filter(
      io.envoyproxy.envoy.config.listener.v3.ListenerFilter filter, Stats root) {
    ExtensionMenu.Found<ListenerFilterFactory<?>> found =
        services.listenerFilters().read(filter.getName(), filter.getTypedConfig());
    return ProtoValue.under("typed_config", () -> bind(found.extension(), found.config(), root));
  }

  @SuppressWarnings("unchecked") // the menu unpacked it with this factory's own prototype
  private static <P extends Message> Supplier<ListenerFilter> bind(
      ListenerFilterFactory<P> factory, Message config, Stats root) {
    return factory.bind((P) config, root);
  }
}
