package mesh.proxy.cluster;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.BindConfig;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import org.jspecify.annotations.Nullable;

/** Reads how connections to a cluster are made. */
final class ClusterConnectionConfig {

  private ClusterConnectionConfig() {}

  static ConnectionConfig parse(Cluster proto) {
    ConnectionConfig usual = ConnectionConfig.ENVOY;
    Duration timeout = usual.connectTimeout();
    if (proto.hasConnectTimeout()) {
      timeout = ProtoValue.duration(proto.getConnectTimeout());
      if (timeout.isZero() || timeout.isNegative()) {
        throw new InvalidConfigException("connect_timeout", timeout, "> 0s");
      }
    }
    return new ConnectionConfig(
        timeout,
        bufferLimit(proto, usual.bufferLimitBytes()),
        ProtoValue.under("upstream_bind_config", () -> sources(proto.getUpstreamBindConfig())),
        keepAlive(proto),
        proto.getCloseConnectionsOnHostHealthFailure());
  }

  private static int bufferLimit(Cluster proto, int usual) {
    if (!proto.hasPerConnectionBufferLimitBytes()) {
      return usual;
    }
    int bytes = proto.getPerConnectionBufferLimitBytes().getValue();
    return bytes < 0 ? Integer.MAX_VALUE : bytes; // unsigned: more than a buffer can hold
  }

  private static List<InetSocketAddress> sources(BindConfig proto) {
    List<InetSocketAddress> sources = new ArrayList<>();
    if (proto.hasSourceAddress()) {
      sources.add(
          ProtoValue.under(
              "source_address", () -> resolved(ProtoValue.socket(proto.getSourceAddress()))));
    }
    for (int at = 0; at < proto.getExtraSourceAddressesCount(); at++) {
      var extra = proto.getExtraSourceAddresses(at).getAddress();
      sources.add(
          ProtoValue.under(
              "extra_source_addresses[" + at + "].address",
              () -> resolved(ProtoValue.socket(extra))));
    }
    return sources;
  }

  private static InetSocketAddress resolved(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new InvalidConfigException("address", address.getHostString(), "an IP address");
    }
    return address;
  }

  private static ConnectionConfig.@Nullable KeepAlive keepAlive(Cluster proto) {
    if (!proto.getUpstreamConnectionOptions().hasTcpKeepalive()) {
      return null;
    }
    TcpKeepalive keepAlive = proto.getUpstreamConnectionOptions().getTcpKeepalive();
    return new ConnectionConfig.KeepAlive(
        keepAlive.getKeepaliveProbes().getValue(),
        keepAlive.getKeepaliveTime().getValue(),
        keepAlive.getKeepaliveInterval().getValue());
  }
}
