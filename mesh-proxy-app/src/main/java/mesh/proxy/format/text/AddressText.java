package mesh.proxy.format.text;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Prints addresses: {@code 10.0.0.1:80}, {@code [::1]:80}, {@code /var/run/socket}. */
public final class AddressText {

  private static final int V4_BYTES = 4;

  private AddressText() {}

  /** Address and port, or the path of a pipe. */
  public static void print(SocketAddress address, StringBuilder to) {
    if (!(address instanceof InetSocketAddress socket)) {
      to.append(address);
      return;
    }
    if (socket.getAddress() == null) {
      to.append(socket.getHostString());
    } else if (isV4(socket.getAddress())) {
      print(socket.getAddress(), to);
    } else {
      to.append('[');
      print(socket.getAddress(), to);
      to.append(']');
    }
    to.append(':').append(socket.getPort());
  }

  /** The address alone. */
  public static void printWithoutPort(SocketAddress address, StringBuilder to) {
    if (!(address instanceof InetSocketAddress socket)) {
      to.append(address);
    } else if (socket.getAddress() == null) {
      to.append(socket.getHostString());
    } else {
      print(socket.getAddress(), to);
    }
  }

  /**
   * The address as a network, {@code 10.1.0.0/16}.
   *
   * @return false, and nothing appended, if it is no IP address or has fewer bits
   */
  public static boolean printMasked(SocketAddress address, int bits, StringBuilder to) {
    if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return false;
    }
    byte[] bytes = socket.getAddress().getAddress();
    if (bits > bytes.length * Byte.SIZE) {
      return false;
    }
    for (int at = 0; at < bytes.length; at++) {
      int kept = Math.clamp(bits - at * Byte.SIZE, 0, Byte.SIZE);
      bytes[at] = (byte) (bytes[at] & (0xff00 >> kept));
    }
    to.append(NetUtil.bytesToIpAddress(bytes)).append('/').append(bits);
    return true;
  }

  private static void print(InetAddress address, StringBuilder to) {
    if (!isV4(address)) {
      to.append(NetUtil.toAddressString(address));
      return;
    }
    byte[] bytes = address.getAddress();
    for (int at = 0; at < V4_BYTES; at++) {
      if (at > 0) {
        to.append('.');
      }
      to.append(bytes[at] & 0xff);
    }
  }

  private static boolean isV4(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
