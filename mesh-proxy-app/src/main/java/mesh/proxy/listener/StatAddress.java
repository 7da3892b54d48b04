package mesh.proxy.listener;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address as statistics spell it: {@code 0.0.0.0_443}, {@code [__1]_443}. */
final class StatAddress {

  private StatAddress() {}

  static String of(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ->
          "["
              + NetUtil.toAddressString(inet.getAddress()).replace(':', '_')
              + "]_"
              + inet.getPort();
      case InetSocketAddress inet -> inet.getHostString() + "_" + inet.getPort();
      case DomainSocketAddress unix -> unix.path().replace('/', '_');
      default -> address.toString();
    };
  }

  /** True if {@code own} is a wildcard that takes connections to {@code wanted}. */
  static boolean covers(SocketAddress own, SocketAddress wanted) {
    return own instanceof InetSocketAddress ours
        && wanted instanceof InetSocketAddress theirs
        && ours.getAddress().isAnyLocalAddress()
        && ours.getPort() == theirs.getPort()
        && (ours.getAddress() instanceof Inet6Address
            || !(theirs.getAddress() instanceof Inet6Address));
  }
}
