package mesh.proxy.cluster.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Whom to ask for names. Immutable.
 *
 * @param kind how they are asked
 * @param addresses those of the system if empty
 * @param searchDomains true if short names are completed as the system says
 * @param tries of each server, at least 1
 * @param timeout of each try
 * @param rotate true if every look-up begins with another server
 */
public record DnsServers(
    Kind kind,
    List<InetSocketAddress> addresses,
    boolean searchDomains,
    int tries,
    Duration timeout,
    boolean rotate) {

  /** What Envoy does when nothing is said. */
  public static final DnsServers SYSTEM =
      new DnsServers(Kind.DNS, List.of(), true, 4, Duration.ofSeconds(5), false);

  public DnsServers {
    addresses = List.copyOf(addresses);
  }

  /** How servers are asked. */
  public enum Kind {
    /** By us. */
    DNS,
    /** By the operating system: {@code getaddrinfo}. */
    OPERATING_SYSTEM
  }
}
