package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.Locale;
import java.util.Map;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;

/**
 * Which protocols a client may switch to; nothing by default. Immutable.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/http/upgrades
 *
 * @param enabled by lower-case name: {@code websocket}, {@code connect}
 */
record Upgrades(Map<String, Boolean> enabled) {

  static final LocalReply REFUSED = new LocalReply(403, "upgrade_failed");

  Upgrades {
    enabled = Map.copyOf(enabled);
  }

  /** Null if the request switches to nothing, or may. */
  @org.jspecify.annotations.Nullable
  LocalReply check(Headers head, HttpStream stream) {
    String upgrade = head.get(HeaderNames.UPGRADE);
    if (upgrade == null) {
      if (!head.method().equals("CONNECT")) {
        return null;
      }
      upgrade = "connect";
    }
    Route route = stream.route();
    if (route == null) {
      return null; // 404, like any other request
    }
    String protocol = upgrade.toLowerCase(Locale.ROOT);
    Boolean byRoute =
        route.action() instanceof Forward forward ? forward.upgrades().allows(protocol) : null;
    if (byRoute != null ? byRoute : enabled.getOrDefault(protocol, false)) {
      stream.stats().upgraded();
      return null;
    }
    return REFUSED;
  }
}
