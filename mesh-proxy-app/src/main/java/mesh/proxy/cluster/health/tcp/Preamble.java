package mesh.proxy.cluster.health.tcp;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * What a connection begins with.
 *
 * <p>Source: https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt, sections 2.1 and 2.2.
 */
enum Preamble {
  NONE,
  /** Our address and the host's, as text. */
  PROXY_V1,
  /** The LOCAL command: a connection for the proxy's own sake. */
  PROXY_V2;

  private static final byte[] LOCAL = {
    0x0D,
    0x0A,
    0x0D,
    0x0A,
    0x00,
    0x0D,
    0x0A,
    0x51,
    0x55,
    0x49,
    0x54,
    0x0A, // signature
    0x20,
    0x00,
    0x00,
    0x00 // version 2, LOCAL, no family, no bytes more
  };

  byte[] bytes(SocketAddress local, SocketAddress remote) {
    return switch (this) {
      case NONE -> new byte[0];
      case PROXY_V1 -> text(local, remote).getBytes(StandardCharsets.US_ASCII);
      case PROXY_V2 -> LOCAL.clone();
    };
  }

  private static String text(SocketAddress local, SocketAddress remote) {
    if (!(local instanceof InetSocketAddress from) || !(remote instanceof InetSocketAddress to)) {
      return "PROXY UNKNOWN\r\n";
    }
    return "PROXY %s %s %s %d %d\r\n"
        .formatted(
            to.getAddress() instanceof Inet4Address ? "TCP4" : "TCP6",
            from.getAddress().getHostAddress(),
            to.getAddress().getHostAddress(),
            from.getPort(),
            to.getPort());
  }
}
