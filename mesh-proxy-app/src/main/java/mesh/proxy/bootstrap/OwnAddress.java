package mesh.proxy.bootstrap;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** The address under which others may know this machine. */
final class OwnAddress {

  private OwnAddress() {}

  /** The first IPv4 address that is not loopback; null if there is none. */
  static @Nullable InetAddress find() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .findFirst()
          .orElse(null);
    } catch (SocketException e) {
      return null;
    }
  }
}
