package mesh.proxy.listener;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.listener.ListenerFilterFactory;
import mesh.proxy.filter.network.ListenerFacts;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.stats.Stats;

/** Reads one {@code Listener}. */
public final class ListenerProtoConfig {

  /** The fields that {@link #apply} honours. */
  public static final Supported SUPPORTED =
      Supported.of(Listener.getDefaultInstance())
          .fields(
              "name",
              "address",
              "additional_addresses",
              "stat_prefix",
              "filter_chains",
              "default_filter_chain",
              "use_original_dst",
              "per_connection_buffer_limit_bytes",
              "metadata",
              "listener_filters",
              "listener_filters_timeout",
              "continue_on_listener_filters_timeout",
              "bind_to_port",
              "traffic_direction",
              "enable_reuse_port",
              "tcp_backlog_size",
              "access_log")
          .ignored(
              "connection_balance_config",
              "connections are spread by the kernel, one accepting socket a loop")
          .ignored("drain_type", "a listener drains when it changes and when the proxy ends")
          .and(
              Supported.of(Address.getDefaultInstance()).fields("socket_address", "pipe"),
              Supported.of(io.envoyproxy.envoy.config.core.v3.SocketAddress.getDefaultInstance())
                  .fields("protocol", "address", "port_value", "ipv4_compat"),
              Supported.all(Pipe.getDefaultInstance()),
              Supported.of(AdditionalAddress.getDefaultInstance()).fields("address"),
              Supported.of(ListenerFilter.getDefaultInstance()).fields("name", "typed_config"),
              FilterChainConfig.SUPPORTED);

  private static final int BUFFER_BYTES = 1024 * 1024;
  private static final long FILTER_MILLIS = 15_000;
  private static final int BACKLOG = 4096;

  private final Listener proto;
  private final ListenerServices services;

  private ListenerProtoConfig(Listener proto, ListenerServices services) {
    this.proto = proto;
    this.services = services;
  }

  /**
   * Reads a listener and everything in it.
   *
   * @throws InvalidConfigException fields relative to {@code proto}
   */
  public static void apply(Listener proto, ListenerServices services, Listeners to) {
    to.apply(new ListenerProtoConfig(proto, services).read());
  }

  /** Reads a listener to see whether it is valid; nothing is bound. */
  public static void check(Listener proto, ListenerServices services) {
    new ListenerProtoConfig(proto, services).read();
  }

  private ListenerConfig read() {
    List<SocketAddress> addresses = addresses();
    int buffer =
        proto.hasPerConnectionBufferLimitBytes()
            ? proto.getPerConnectionBufferLimitBytes().getValue()
            : BUFFER_BYTES;
    ListenerFacts.Direction direction =
        switch (proto.getTrafficDirection()) {
          case INBOUND -> ListenerFacts.Direction.INBOUND;
          case OUTBOUND -> ListenerFacts.Direction.OUTBOUND;
          case UNSPECIFIED, UNRECOGNIZED -> ListenerFacts.Direction.UNSPECIFIED;
        };
    String name =
        proto.getName().isEmpty() ? StatAddress.of(addresses.getFirst()) : proto.getName();
    var facts = new ListenerFacts(name, direction, buffer < 0 ? Integer.MAX_VALUE : buffer);
    String prefix =
        proto.getStatPrefix().isEmpty()
            ? StatAddress.of(addresses.getFirst())
            : proto.getStatPrefix();
    NetworkFilterContext context =
        services.context().of(facts, services.context().stats().scope("listener." + prefix + "."));
    return new ListenerConfig(
        facts,
        addresses,
        listenerFilters(context.stats()),
        proto.hasListenerFiltersTimeout()
            ? Durations.toMillis(proto.getListenerFiltersTimeout())
            : FILTER_MILLIS,
        proto.getContinueOnListenerFiltersTimeout(),
        new FilterChainConfig(services, context, name).matcher(proto),
        !proto.hasBindToPort() || proto.getBindToPort().getValue(),
        proto.getUseOriginalDst().getValue(),
        proto.hasTcpBacklogSize() ? proto.getTcpBacklogSize().getValue() : BACKLOG,
        !proto.hasEnableReusePort() || proto.getEnableReusePort().getValue(),
        ProtoValue.under("access_log", () -> services.accessLogs().bind(proto.getAccessLogList())),
        proto);
  }

  private List<SocketAddress> addresses() {
    if (!proto.hasAddress()) {
      throw new InvalidConfigException("address", null, "socket_address or pipe");
    }
    List<SocketAddress> all = new ArrayList<>();
    all.add(ProtoValue.under("address", () -> address(proto.getAddress())));
    for (int at = 0; at < proto.getAdditionalAddressesCount(); at++) {
      Address more = proto.getAdditionalAddresses(at).getAddress();
      all.add(ProtoValue.under("additional_addresses[" + at + "].address", () -> address(more)));
    }
    return all;
  }

  private static SocketAddress address(Address proto) {
    var protocol = proto.getSocketAddress().getProtocol();
    if (protocol != io.envoyproxy.envoy.config.core.v3.SocketAddress.Protocol.TCP) {
      throw new InvalidConfigException("socket_address.protocol", protocol, "TCP");
    }
    SocketAddress address = ProtoValue.address(proto);
    if (address instanceof java.net.InetSocketAddress inet && inet.isUnresolved()) {
      throw new InvalidConfigException(
          "socket_address.address", inet.getHostString(), "an IP address");
    }
    return address;
  }

  private List<Supplier<mesh.proxy.filter.listener.ListenerFilter>> listenerFilters(Stats root) {
    List<Supplier<mesh.proxy.filter.listener.ListenerFilter>> all = new ArrayList<>();
    for (int at = 0; at < proto.getListenerFiltersCount(); at++) {
      ListenerFilter filter = proto.getListenerFilters(at);
      all.add(ProtoValue.under("listener_filters[" + at + "]", () -> listenerFilter(filter, root)));
    }
    return all;
  }

  private Supplier<mesh.proxy.filter.listener.ListenerFilter> listenerFilter(
      ListenerFilter filter, Stats root) {
    ExtensionMenu.Found<ListenerFilterFactory<?>> found =
        services.listenerFilters().read(filter.getName(), filter.getTypedConfig());
    return ProtoValue.under("typed_config", () -> bind(found.extension(), found.config(), root));
  }

  @SuppressWarnings("unchecked") // the menu unpacked it with this factory's own prototype
  private static <P extends Message> Supplier<mesh.proxy.filter.listener.ListenerFilter> bind(
      ListenerFilterFactory<P> factory, Message config, Stats root) {
    return factory.bind((P) config, root);
  }
}
