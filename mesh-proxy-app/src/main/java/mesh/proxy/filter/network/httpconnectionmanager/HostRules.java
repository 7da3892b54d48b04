package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Numbers;
import mesh.proxy.stream.StreamInfo;

/**
 * What is cut off the authority before routing. Immutable.
 *
 * @param port which ports are cut off
 * @param trailingDot cut off the dot of an absolute name
 */
record HostRules(StripPort port, boolean trailingDot) {

  /** Which port is cut off. */
  enum StripPort {
    NONE,
    /** The one of the listener. */
    MATCHING,
    ANY
  }

  void apply(Headers head, StreamInfo info) {
    if (port == StripPort.NONE && !trailingDot) {
      return;
    }
    String authority = head.authority();
    int colon = authority.lastIndexOf(':');
    if (colon <= authority.lastIndexOf(']')) {
      colon = -1; // the colons of an IPv6 address
    }
    String host = colon < 0 ? authority : authority.substring(0, colon);
    String rest = colon < 0 ? "" : authority.substring(colon);
    if (trailingDot && host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    boolean strips =
        port == StripPort.ANY && !rest.isEmpty() && Numbers.decimal(rest.substring(1)) >= 0
            || port == StripPort.MATCHING
                && info.connection.local() instanceof java.net.InetSocketAddress local
                && rest.equals(":" + local.getPort());
    head.set(
        HeaderNames.AUTHORITY, strips && !head.method().equals("CONNECT") ? host : host + rest);
  }
}
