package mesh.proxy.route.ratelimit;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Spells addresses as Envoy's descriptors do. */
final class AddressText {

  private AddressText() {}

  static String of(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  /** The network with its length: {@code 192.168.1.0/24}. */
  static String masked(InetAddress address, int v4Bits, int v6Bits) {
    byte[] bytes = address.getAddress();
    int bits = bytes.length == 4 ? v4Bits : v6Bits;
    for (int at = 0; at < bytes.length; at++) {
      int kept = Math.clamp(bits - at * Byte.SIZE, 0, Byte.SIZE);
      bytes[at] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    try {
      return of(InetAddress.getByAddress(bytes)) + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address + " has " + bytes.length + " bytes", e);
    }
  }
}
