package mesh.proxy.http.h2.head;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Protocol upgrades look the same to every room, whatever the codec: as HTTP/1 writes them. On
 * HTTP/2 they are extended CONNECT requests (RFC 8441).
 */
public final class Upgrades {

  private static final String UPGRADE = "upgrade"; // value of the connection field
  private static final String SWITCHING = "101";
  private static final String OK = "200";

  private Upgrades() {}

  /** Turns an extended CONNECT into {@code GET} with {@code upgrade}, in place. */
  public static void requestFromHttp2(Headers head) {
    String protocol = head.get(HeaderNames.PROTOCOL);
    if (protocol != null) {
      head.remove(HeaderNames.PROTOCOL);
      head.set(HeaderNames.METHOD, "GET");
      head.set(HeaderNames.UPGRADE, protocol);
      head.set(HeaderNames.CONNECTION, UPGRADE);
    }
  }

  /** The extended CONNECT for an upgrade; the same instance if the request is none. */
  public static Headers requestToHttp2(Headers head) {
    String protocol = protocol(head);
    if (protocol == null) {
      return head;
    }
    Headers connect = head.copy();
    connect.set(HeaderNames.METHOD, "CONNECT");
    connect.set(HeaderNames.PROTOCOL, protocol);
    dropEmptyLength(connect);
    return connect;
  }

  /** What the request wants to switch to; null if it is no upgrade. */
  public static @Nullable String protocol(Headers request) {
    String protocol = request.get(HeaderNames.UPGRADE);
    return protocol != null && request.contains(HeaderNames.CONNECTION) ? protocol : null;
  }

  /** Turns the 200 that accepts an extended CONNECT into a 101, in place. */
  public static void responseFromHttp2(Headers head, String protocol) {
    if (OK.equals(head.get(HeaderNames.STATUS))) {
      head.set(HeaderNames.STATUS, SWITCHING);
      head.set(HeaderNames.UPGRADE, protocol);
      head.set(HeaderNames.CONNECTION, UPGRADE);
    }
  }

  /** The 200 for a 101; the same instance for any other response. */
  public static Headers responseToHttp2(Headers head) {
    if (!SWITCHING.equals(head.get(HeaderNames.STATUS))) {
      return head;
    }
    Headers accepted = head.copy();
    accepted.set(HeaderNames.STATUS, OK);
    dropEmptyLength(accepted);
    return accepted;
  }

  private static void dropEmptyLength(Headers head) {
    if ("0".equals(head.get(HeaderNames.CONTENT_LENGTH))) {
      head.remove(HeaderNames.CONTENT_LENGTH);
    }
  }
}
