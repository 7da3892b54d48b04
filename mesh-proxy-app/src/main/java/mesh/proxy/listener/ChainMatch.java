package mesh.proxy.listener;

import java.net.InetAddress;
import java.util.List;
import mesh.proxy.match.CidrRanges;

/**
 * Which connections a filter chain is for. Immutable; an empty part or 0 matches everything.
 *
 * @param destinationPort 0 for any
 * @param destinations where the connection wanted to go
 * @param serverNames exact names, or {@code *.suffix}
 * @param transport {@code tls}, {@code raw_buffer}, or empty for any
 * @param protocols ALPN, or what http_inspector saw
 * @param directSources the socket's peer
 * @param sourceType where the client is
 * @param sources the client as far as it is known
 * @param sourcePorts of the client
 */
record ChainMatch(
    int destinationPort,
    List<Prefix> destinations,
    List<String> serverNames,
    String transport,
    List<String> protocols,
    List<Prefix> directSources,
    SourceType sourceType,
    List<Prefix> sources,
    List<Integer> sourcePorts) {

  static final ChainMatch EVERYTHING =
      new ChainMatch(
          0, List.of(), List.of(), "", List.of(), List.of(), SourceType.ANY, List.of(), List.of());

  /** {@code source_type}. */
  enum SourceType {
    ANY,
    SAME_IP_OR_LOOPBACK,
    EXTERNAL
  }

  /**
   * One CIDR range, with its length, because the longest match wins.
   *
   * @param bits length of the prefix
   */
  record Prefix(CidrRanges range, int bits, String text) {

    boolean contains(InetAddress address) {
      return range.contains(address);
    }
  }

  ChainMatch {
    destinations = List.copyOf(destinations);
    serverNames = List.copyOf(serverNames);
    protocols = List.copyOf(protocols);
    directSources = List.copyOf(directSources);
    sources = List.copyOf(sources);
    sourcePorts = List.copyOf(sourcePorts);
  }
}
