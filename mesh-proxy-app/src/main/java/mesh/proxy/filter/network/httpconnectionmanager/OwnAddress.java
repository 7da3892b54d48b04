package mesh.proxy.filter.network.httpconnectionmanager;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;

/**
 * The address that this machine has for others: what a loopback client is called behind the proxy,
 * where 127.0.0.1 would be somebody else.
 *
 * <p>Source: Envoy, which takes the first IPv4 address of the interfaces in the system's order.
 */
final class OwnAddress {

  /** Found once; {@code 127.0.0.1} if there is no other. */
  static final String TEXT = find();

  private OwnAddress() {}

  private static String find() {
    try {
      return NetworkInterface.networkInterfaces()
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("127.0.0.1");
    } catch (SocketException e) {
      return "127.0.0.1"; // no interface can be listed, so none is known
    }
  }
}
