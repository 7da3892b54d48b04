package mesh.proxy.endpoint;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses as Envoy prints them. */
public final class Addresses {

  private Addresses() {}

  /** {@code 10.0.0.1:80}, {@code [::1]:80}, {@code host:80} if unresolved, or a path. */
  public static String text(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> host(inet) + ":" + inet.getPort();
      case DomainSocketAddress pipe -> pipe.path();
      default -> address.toString();
    };
  }

  private static String host(InetSocketAddress inet) {
    InetAddress resolved = inet.getAddress();
    if (resolved == null) {
      return inet.getHostString();
    }
    return resolved instanceof Inet6Address
        ? "[" + resolved.getHostAddress() + "]"
        : resolved.getHostAddress();
  }
}
