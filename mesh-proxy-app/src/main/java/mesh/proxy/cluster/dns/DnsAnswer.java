package mesh.proxy.cluster.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a look-up came to. Immutable.
 *
 * @param found false if nobody answered, or with an error: nothing is known
 * @param addresses empty if the name has none
 * @param ttl how long that is true; zero if nobody said
 */
public record DnsAnswer(boolean found, List<InetAddress> addresses, Duration ttl) {

  /** Nothing is known. */
  public static final DnsAnswer FAILED = new DnsAnswer(false, List.of(), Duration.ZERO);

  /** The name has no addresses. */
  public static final DnsAnswer NOBODY = new DnsAnswer(true, List.of(), Duration.ZERO);

  public DnsAnswer {
    addresses = List.copyOf(addresses);
  }

  /** Both together. */
  DnsAnswer and(DnsAnswer other) {
    if (!found || !other.found) {
      return found ? this : other;
    }
    List<InetAddress> all = new ArrayList<>(addresses);
    all.addAll(other.addresses);
    boolean first = other.ttl.isZero() || !ttl.isZero() && ttl.compareTo(other.ttl) < 0;
    return new DnsAnswer(true, all, first ? ttl : other.ttl);
  }
}
