package mesh.proxy.cluster.health.tcp;

import io.envoyproxy.envoy.config.core.v3.HealthCheck.TcpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.ProxyProtocolConfig;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.health.HealthChecker;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.health.PayloadConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.health_checkers.tcp}. */
public final class TcpHealthCheckerFactory implements HealthCheckerFactory<TcpHealthCheck> {

  @Override
  public String name() {
    return "envoy.health_checkers.tcp";
  }

  @Override
  public TcpHealthCheck prototype() {
    return TcpHealthCheck.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype())
        .and(
            PayloadConfig.SUPPORTED,
            Supported.of(ProxyProtocolConfig.getDefaultInstance()).fields("version"));
  }

  @Override
  public HealthChecker bind(TcpHealthCheck proto) {
    byte[] send =
        proto.hasSend()
            ? ProtoValue.under("send", () -> PayloadConfig.parse(proto.getSend()))
            : new byte[0];
    return new TcpHealthChecker(
        send, PayloadConfig.parse("receive", proto.getReceiveList()), preamble(proto));
  }

  private static Preamble preamble(TcpHealthCheck proto) {
    if (!proto.hasProxyProtocolConfig()) {
      return Preamble.NONE;
    }
    return switch (proto.getProxyProtocolConfig().getVersion()) {
      case V1 -> Preamble.PROXY_V1;
      case V2 -> Preamble.PROXY_V2;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "proxy_protocol_config.version",
              proto.getProxyProtocolConfig().getVersionValue(),
              "V1 or V2");
    };
  }
}
