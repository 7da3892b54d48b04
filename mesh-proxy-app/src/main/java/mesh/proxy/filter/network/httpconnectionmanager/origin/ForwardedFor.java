package mesh.proxy.filter.network.httpconnectionmanager.origin;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import mesh.proxy.match.CidrRanges;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code x-forwarded-for}. Immutable.
 *
 * @param address null if there is no such entry or it is no IP address
 * @param single true if the list has no other
 */
public record ForwardedFor(@Nullable InetSocketAddress address, boolean single) {

  private static final ForwardedFor NONE = new ForwardedFor(null, false);

  /**
   * The entry that many before the last.
   *
   * @param skip 0 for the last one
   */
  public static ForwardedFor last(String list, int skip) {
    int end = list.length();
    for (int skipped = 0; skipped < skip; skipped++) {
      end = list.lastIndexOf(',', end - 1);
      if (end <= 0) {
        return NONE;
      }
    }
    InetSocketAddress address = address(list.substring(list.lastIndexOf(',', end - 1) + 1, end));
    return address == null ? NONE : new ForwardedFor(address, list.indexOf(',') < 0);
  }

  /**
   * The last entry that is not one of those; the first one if all are.
   *
   * @param trusted addresses of proxies
   */
  static ForwardedFor lastBefore(String list, CidrRanges trusted) {
    boolean single = list.indexOf(',') < 0;
    for (int end = list.length(); ; ) {
      int comma = list.lastIndexOf(',', end - 1);
      InetSocketAddress address = address(list.substring(comma + 1, end));
      if (address == null) {
        return NONE;
      }
      if (comma < 0 || !trusted.contains(address)) {
        return new ForwardedFor(address, single);
      }
      end = comma;
    }
  }

  /** Null if the text is no IP address. */
  static @Nullable InetSocketAddress address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text.strip());
    if (bytes == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address: " + text, e);
    }
  }
}
