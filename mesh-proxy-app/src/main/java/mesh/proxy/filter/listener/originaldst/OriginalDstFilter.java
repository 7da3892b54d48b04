package mesh.proxy.filter.listener.originaldst;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import org.jspecify.annotations.Nullable;

/** Asks the kernel's connection tracking. Shared: it has no state. */
final class OriginalDstFilter implements ListenerFilter {

  private static final int SO_ORIGINAL_DST = 80; // of linux/netfilter_ipv4.h, and of netfilter_ipv6
  private static final RawUnixChannelOption IPV4 =
      new RawUnixChannelOption("SO_ORIGINAL_DST", 0, SO_ORIGINAL_DST, 16); // sockaddr_in
  private static final RawUnixChannelOption IPV6 =
      new RawUnixChannelOption("IP6T_SO_ORIGINAL_DST", 41, SO_ORIGINAL_DST, 28); // sockaddr_in6
  private static final int PORT_AT = 2;
  private static final int IPV4_AT = 4;
  private static final int IPV6_AT = 8;

  @Override
  public Verdict onAccept(Channel channel, ConnectionInfo info) {
    if (channel instanceof EpollSocketChannel socket
        && info.local() instanceof InetSocketAddress local) {
      InetSocketAddress original = original(socket, local);
      if (original != null) {
        info.restoreLocal(original);
      }
    }
    return Verdict.DONE;
  }

  @Override
  public Verdict onBytes(ByteBuf bytes, ConnectionInfo info) {
    return Verdict.DONE;
  }

  private static @Nullable InetSocketAddress original(
      EpollSocketChannel channel, InetSocketAddress local) {
    boolean ipv6 = local.getAddress() instanceof Inet6Address;
    ByteBuffer address = read(channel, ipv6 ? IPV6 : IPV4);
    if (address != null) {
      InetSocketAddress redirected = address(address, ipv6);
      return local.equals(redirected) ? null : redirected;
    }
    // TPROXY leaves the original destination as the address of the socket itself.
    return isTransparent(channel) ? local : null;
  }

  private static @Nullable ByteBuffer read(
      EpollSocketChannel channel, RawUnixChannelOption option) {
    try {
      return channel.config().getOption(option);
    } catch (RuntimeException e) {
      return null; // ENOENT: this connection was not redirected, or nobody tracks connections
    }
  }

  private static boolean isTransparent(EpollSocketChannel channel) {
    try {
      return Boolean.TRUE.equals(channel.config().getOption(EpollChannelOption.IP_TRANSPARENT));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static InetSocketAddress address(ByteBuffer raw, boolean ipv6) {
    int port = raw.getShort(PORT_AT) & 0xffff;
    byte[] host = new byte[ipv6 ? 16 : 4];
    raw.get(ipv6 ? IPV6_AT : IPV4_AT, host);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address of " + host.length + " bytes", e);
    }
  }
}
