package mesh.proxy.match;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import mesh.config.InvalidConfigException;

/**
 * IP ranges. Immutable. Kept as 128-bit numbers, so that a test is two comparisons per range. A
 * range holds addresses of its own family only: {@code ::/0} no IPv4 ones.
 */
public final class CidrRanges {

  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  private final long[] highs;
  private final long[] lows;
  private final int[] bits; // of 128
  private final boolean[] v4;

  private CidrRanges(int size) {
    highs = new long[size];
    lows = new long[size];
    bits = new int[size];
    v4 = new boolean[size];
  }

  /**
   * One range as written.
   *
   * @param address IPv4 or IPv6, no host name; bits behind the prefix count for nothing
   */
  public record Range(String address, int prefixLength) {}

  /**
   * Ranges as written.
   *
   * @throws InvalidConfigException with a field of the form {@code [0].address_prefix}
   */
  public static CidrRanges of(List<Range> ranges) {
    var compiled = new CidrRanges(ranges.size());
    for (int at = 0; at < ranges.size(); at++) {
      compiled.set(at, ranges.get(at));
    }
    return compiled;
  }

  private void set(int at, Range range) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(range.address());
    if (bytes == null) {
      throw new InvalidConfigException(
          "[" + at + "].address_prefix", range.address(), "an IPv4 or IPv6 address");
    }
    int most = bytes.length == 4 ? V4_BITS : V6_BITS;
    if (range.prefixLength() < 0 || range.prefixLength() > most) {
      throw new InvalidConfigException(
          "[" + at + "].prefix_len", range.prefixLength(), "0 to " + most);
    }
    highs[at] = high(bytes);
    lows[at] = low(bytes);
    bits[at] = V6_BITS - most + range.prefixLength();
    v4[at] = most == V4_BITS;
  }

  public boolean isEmpty() {
    return bits.length == 0;
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isV4 = bytes.length == 4;
    long high = high(bytes);
    long low = low(bytes);
    for (int at = 0; at < bits.length; at++) {
      if (v4[at] == isV4 && isWithin(at, high, low)) {
        return true;
      }
    }
    return false;
  }

  /** False for addresses that are not IP. */
  public boolean contains(SocketAddress address) {
    return address instanceof InetSocketAddress socket
        && socket.getAddress() != null
        && contains(socket.getAddress());
  }

  private boolean isWithin(int at, long high, long low) {
    int length = bits[at];
    if (length <= Long.SIZE) {
      return length == 0 || (high ^ highs[at]) >>> (Long.SIZE - length) == 0;
    }
    return high == highs[at] && (low ^ lows[at]) >>> (V6_BITS - length) == 0;
  }

  private static long high(byte[] address) {
    return address.length == 4 ? 0 : big(address, 0, Long.BYTES);
  }

  private static long low(byte[] address) {
    return address.length == 4 ? big(address, 0, 4) : big(address, Long.BYTES, Long.BYTES);
  }

  private static long big(byte[] bytes, int from, int count) {
    long number = 0;
    for (int at = from; at < from + count; at++) {
      number = (number << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return number;
  }
}
