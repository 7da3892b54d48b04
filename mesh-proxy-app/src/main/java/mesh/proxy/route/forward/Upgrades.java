package mesh.proxy.route.forward;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which protocol upgrades a route allows. Immutable.
 *
 * @param byType keys in lower case, such as {@code websocket}; false forbids what the connection
 *     manager allows
 * @param connect how CONNECT is ended here and its payload sent on as raw TCP; null if it is not
 */
public record Upgrades(Map<String, Boolean> byType, @Nullable ConnectTermination connect) {

  public static final Upgrades NONE = new Upgrades(Map.of(), null);

  public Upgrades {
    byType = Map.copyOf(byType);
  }

  /**
   * What the route says of a type.
   *
   * @param type in lower case
   * @return null if it says nothing: the connection manager's setting counts
   */
  public @Nullable Boolean allows(String type) {
    return byType.get(type);
  }

  /** True if requests with that method are ended here, and their bodies sent on as raw TCP. */
  public boolean tunnels(String method) {
    return connect != null
        && (method.equals("CONNECT") || connect.allowPost() && method.equals("POST"));
  }

  /**
   * Ends CONNECT.
   *
   * @param allowPost whether POST bodies are sent on as raw TCP, too
   */
  public record ConnectTermination(boolean allowPost) {}
}
