package mesh.proxy.protobuf;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Writes {@code envoy.config.core.v3.Address}. */
public final class AddressField {

  private static final int SOCKET_ADDRESS = 1;
  private static final int PIPE = 2;
  private static final int PIPE_PATH = 1;
  private static final int ADDRESS = 2; // of SocketAddress
  private static final int PORT_VALUE = 3;

  private AddressField() {}

  public static void write(int field, @Nullable SocketAddress address, ProtoWriter to) {
    if (address == null) {
      return;
    }
    int mark = to.size();
    if (address instanceof InetSocketAddress socket) {
      to.element(PORT_VALUE, socket.getPort());
      host(socket, to);
      to.close(SOCKET_ADDRESS, mark);
    } else if (address instanceof DomainSocketAddress pipe) {
      to.text(PIPE_PATH, pipe.path().replace('\0', '@'));
      to.close(PIPE, mark);
    } else {
      return;
    }
    to.close(field, mark);
  }

  private static void host(InetSocketAddress socket, ProtoWriter to) {
    InetAddress address = socket.getAddress();
    if (address instanceof Inet4Address v4) {
      to.dotted(ADDRESS, v4.getAddress());
    } else {
      to.text(ADDRESS, address == null ? socket.getHostString() : NetUtil.toAddressString(address));
    }
  }
}
