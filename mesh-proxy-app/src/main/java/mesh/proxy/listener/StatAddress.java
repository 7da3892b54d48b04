package mesh.proxy.listener;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address as statistics spell it: {@code 0.0.0.0_443}, {@code [__1]_443}. */
final class StatAddress {

  private StatAddress() {}

  static String of(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when inet.getAddress() instanceof java.net.Inet6Address ->
          "[" + inet.getAddress().getHostAddress().replace(':', '_') + "]_" + inet.getPort();
      case InetSocketAddress inet -> inet.getHostString() + "_" + inet.getPort();
      case DomainSocketAddress unix -> unix.path().replace('/', '_');
      default -> address.toString();
    };
  }
}
