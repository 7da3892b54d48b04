package mesh.pilot.world;

import java.util.Map;
import java.util.function.Function;
import mesh.pilot.model.MeshSettings;
import org.jspecify.annotations.Nullable;

/** Full names of hosts, and what is configured for them. Immutable. */
public final class Hosts {

  private Hosts() {}

  /**
   * Completes a short name: {@code stock} becomes {@code stock.<namespace>.svc.<domain>}, unless a
   * service of just that name is known.
   */
  public static String full(
      String host, String namespace, MeshSettings settings, Function<String, Boolean> isKnown) {
    if (host.contains(".") || host.equals("*") || isKnown.apply(host)) {
      return host;
    }
    return host + "." + namespace + ".svc." + settings.domain();
  }

  /** What is said for the host itself, or for the longest {@code *.suffix} that covers it. */
  public static <T> @Nullable T mostSpecific(Map<String, T> byHost, String host) {
    T exact = byHost.get(host);
    for (int dot = host.indexOf('.'); exact == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
      exact = byHost.get("*" + host.substring(dot));
    }
    return exact == null ? byHost.get("*") : exact;
  }

  /** Whether a host that may have a wildcard covers another that may have one. */
  public static boolean covers(String pattern, String host) {
    if (pattern.equals("*")) {
      return true;
    }
    if (pattern.startsWith("*.")) {
      return host.length() >= pattern.length() && host.endsWith(pattern.substring(1));
    }
    return pattern.equals(host);
  }
}
