package mesh.proxy.listener.match;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import mesh.config.InvalidConfigException;

/**
 * An IP network. Immutable.
 *
 * @param high upper 64 bits of the address, 0 for IPv4; bits behind the prefix are 0, as in {@code
 *     low}
 */
record IpRange(boolean ipv6, long high, long low, int prefixLength) {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  /**
   * A network as written.
   *
   * @throws InvalidConfigException with {@code address_prefix} or {@code prefix_len}
   */
  static IpRange of(String address, int prefixLength) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      throw new InvalidConfigException("address_prefix", address, "an IPv4 or IPv6 address");
    }
    int most = bytes.length == 4 ? IPV4_BITS : IPV6_BITS;
    if (prefixLength < 0 || prefixLength > most) {
      throw new InvalidConfigException("prefix_len", prefixLength, "0.." + most);
    }
    return of(bytes, prefixLength);
  }

  /** The network of that length that an address is in. */
  static IpRange of(InetAddress address, int prefixLength) {
    return of(address.getAddress(), prefixLength);
  }

  private static IpRange of(byte[] bytes, int prefixLength) {
    boolean ipv6 = bytes.length != 4;
    if (!ipv6) {
      long value = number(bytes, 0, 4);
      return new IpRange(false, 0, masked(value, IPV4_BITS, prefixLength), prefixLength);
    }
    return new IpRange(
        true,
        masked(number(bytes, 0, 8), Long.SIZE, Math.min(prefixLength, Long.SIZE)),
        masked(number(bytes, 8, 8), Long.SIZE, Math.max(0, prefixLength - Long.SIZE)),
        prefixLength);
  }

  private static long masked(long value, int width, int prefixLength) {
    return prefixLength == 0 ? 0 : value & -1L << (width - prefixLength);
  }

  private static long number(byte[] bytes, int from, int length) {
    long number = 0;
    for (int at = from; at < from + length; at++) {
      number = number << 8 | bytes[at] & 0xff;
    }
    return number;
  }
}
