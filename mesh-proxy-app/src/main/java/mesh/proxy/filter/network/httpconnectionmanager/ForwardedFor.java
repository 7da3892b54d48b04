package mesh.proxy.filter.network.httpconnectionmanager;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code x-forwarded-for}. Immutable.
 *
 * @param address null if there is no such entry or it is no IP address
 * @param single true if the list has no other
 */
record ForwardedFor(@Nullable InetSocketAddress address, boolean single) {

  private static final ForwardedFor NONE = new ForwardedFor(null, false);

  /**
   * The entry that many before the last.
   *
   * @param skip 0 for the last one
   */
  static ForwardedFor last(String list, int skip) {
    int end = list.length();
    for (int skipped = 0; skipped < skip; skipped++) {
      end = list.lastIndexOf(',', end - 1);
      if (end <= 0) {
        return NONE;
      }
    }
    int comma = list.lastIndexOf(',', end - 1);
    String entry = list.substring(comma + 1, end).strip();
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(entry);
    if (bytes == null) {
      return NONE;
    }
    try {
      return new ForwardedFor(
          new InetSocketAddress(InetAddress.getByAddress(bytes), 0), list.indexOf(',') < 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address: " + entry, e);
    }
  }
}
