package mesh.proxy.route.forward;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;

/** Reads the upgrades that a route allows. */
public final class UpgradeConfig {

  public static final Supported SUPPORTED =
      Supported.all(RouteAction.UpgradeConfig.getDefaultInstance())
          .and(
              Supported.of(RouteAction.UpgradeConfig.ConnectConfig.getDefaultInstance())
                  .fields("allow_post"));

  private static final String CONNECT = "connect";
  private static final String CONNECT_UDP = "connect-udp";

  private UpgradeConfig() {}

  /** Reads the list; faults start with an index. */
  public static Upgrades parse(List<RouteAction.UpgradeConfig> protos) {
    if (protos.isEmpty()) {
      return Upgrades.NONE;
    }
    Map<String, Boolean> byType = new HashMap<>();
    Upgrades.ConnectTermination connect = null;
    for (int at = 0; at < protos.size(); at++) {
      RouteAction.UpgradeConfig proto = protos.get(at);
      String type = Ascii.lower(proto.getUpgradeType());
      if (byType.put(type, !proto.hasEnabled() || proto.getEnabled().getValue()) != null) {
        throw new InvalidConfigException(
            "[" + at + "].upgrade_type", proto.getUpgradeType(), "each type once");
      }
      if (proto.hasConnectConfig()) {
        if (!type.equals(CONNECT) && !type.equals(CONNECT_UDP)) {
          throw new InvalidConfigException(
              "[" + at + "].connect_config",
              proto.getUpgradeType(),
              "upgrade_type CONNECT or CONNECT-UDP beside it");
        }
        connect = new Upgrades.ConnectTermination(proto.getConnectConfig().getAllowPost());
      }
    }
    return new Upgrades(byType, connect);
  }
}
