package mesh.proxy.listener.match;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values by IP network, the smallest network that holds an address first. Filled once, then read by
 * all loops. A look-up is one hash per prefix length in use: three or four, most often.
 */
final class IpTable<T> {

  private final Map<IpRange, T> ranges = new HashMap<>();
  private final TreeSet<Integer> ipv4 = new TreeSet<>((a, b) -> b - a); // longest first
  private final TreeSet<Integer> ipv6 = new TreeSet<>((a, b) -> b - a);
  private int[] ipv4Lengths = {};
  private int[] ipv6Lengths = {};
  private @Nullable T any;

  /** The value of a network, made if there is none. */
  T at(@Nullable IpRange range, Supplier<T> maker) {
    if (range == null) {
      if (any == null) {
        any = maker.get();
      }
      return any;
    }
    (range.ipv6() ? ipv6 : ipv4).add(range.prefixLength());
    ipv4Lengths = ipv4.stream().mapToInt(length -> length).toArray();
    ipv6Lengths = ipv6.stream().mapToInt(length -> length).toArray();
    return ranges.computeIfAbsent(range, key -> maker.get());
  }

  /**
   * The value of the smallest network; that for any address if there is none, or if it is no IP.
   */
  @Nullable T find(SocketAddress address) {
    if (ranges.isEmpty()
        || !(address instanceof InetSocketAddress socket)
        || socket.getAddress() == null) {
      return any;
    }
    InetAddress ip = socket.getAddress();
    for (int length : ip.getAddress().length == 4 ? ipv4Lengths : ipv6Lengths) {
      T found = ranges.get(IpRange.of(ip, length));
      if (found != null) {
        return found;
      }
    }
    return any;
  }
}
