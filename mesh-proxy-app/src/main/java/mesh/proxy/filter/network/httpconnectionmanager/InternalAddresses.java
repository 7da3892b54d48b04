package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import mesh.proxy.match.CidrRanges;

/**
 * Which clients count as internal. Immutable.
 *
 * @param unixSockets whether those do that come by a Unix socket
 */
record InternalAddresses(CidrRanges ranges, boolean unixSockets) {

  boolean contains(SocketAddress address) {
    return unixSockets && isUnix(address) || ranges.contains(address);
  }

  // Netty's class, or with NIO the JDK's.
  private static boolean isUnix(SocketAddress address) {
    return address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
  }
}
