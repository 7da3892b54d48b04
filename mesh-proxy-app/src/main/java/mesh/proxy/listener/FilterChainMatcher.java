package mesh.proxy.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;
import mesh.config.InvalidConfigException;
import mesh.proxy.stream.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Finds the filter chain of a connection. Immutable; shared by all loops.
 *
 * <p>One criterion after the other narrows the chains down to those that match it most
 * specifically; there is no way back. Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/api-v3/config/listener/v3/listener_components.proto
 * (FilterChainMatch).
 */
final class FilterChainMatcher {

  private static final int NO_MATCH = -1;

  private final List<FilterChain> chains;
  private final @Nullable FilterChain otherwise;
  private final boolean trivial;

  /**
   * A matcher.
   *
   * @param otherwise taken when no chain matches; null closes the connection
   * @throws InvalidConfigException if two chains match the same
   */
  FilterChainMatcher(List<FilterChain> chains, @Nullable FilterChain otherwise) {
    this.chains = List.copyOf(chains);
    this.otherwise = otherwise;
    this.trivial = chains.size() == 1 && chains.getFirst().match().equals(ChainMatch.EVERYTHING);
    Set<ChainMatch> seen = new HashSet<>();
    for (int at = 0; at < chains.size(); at++) {
      if (!seen.add(chains.get(at).match())) {
        throw new InvalidConfigException(
            "filter_chains[" + at + "].filter_chain_match",
            "",
            "a match that no other chain of the listener has");
      }
    }
  }

  /** Null if no chain is for this connection. */
  @Nullable FilterChain find(ConnectionInfo info) {
    if (trivial) {
      return chains.getFirst();
    }
    InetSocketAddress local = inet(info.local());
    InetSocketAddress remote = inet(info.remote());
    InetAddress direct = addressOf(inet(info.directRemote()));
    List<FilterChain> left = chains;
    left = narrow(left, match -> port(match.destinationPort(), local));
    left = narrow(left, match -> longest(match.destinations(), addressOf(local)));
    left = narrow(left, match -> name(match.serverNames(), info.serverName()));
    left = narrow(left, match -> text(match.transport(), info.transportProtocol()));
    left = narrow(left, match -> oneOf(match.protocols(), info.offeredProtocols()));
    left = narrow(left, match -> longest(match.directSources(), direct));
    left =
        narrow(left, match -> sourceType(match.sourceType(), addressOf(remote), addressOf(local)));
    left = narrow(left, match -> longest(match.sources(), addressOf(remote)));
    left = narrow(left, match -> sourcePort(match.sourcePorts(), remote));
    return left.isEmpty() ? otherwise : left.getFirst();
  }

  /**
   * Keeps the chains with the highest score; 0 says nothing about the criterion, {@link #NO_MATCH}
   * rules out.
   */
  private static List<FilterChain> narrow(List<FilterChain> from, ToIntFunction<ChainMatch> score) {
    if (from.isEmpty()) {
      return from;
    }
    int best = NO_MATCH;
    List<FilterChain> kept = new ArrayList<>(from.size());
    for (FilterChain chain : from) {
      int own = score.applyAsInt(chain.match());
      if (own > best) {
        best = own;
        kept.clear();
      }
      if (own == best && own != NO_MATCH) {
        kept.add(chain);
      }
    }
    return kept;
  }

  private static int port(int wanted, @Nullable InetSocketAddress local) {
    if (wanted == 0) {
      return 0;
    }
    return local != null && local.getPort() == wanted ? 1 : NO_MATCH;
  }

  private static int longest(List<ChainMatch.Prefix> ranges, @Nullable InetAddress address) {
    if (ranges.isEmpty()) {
      return 0;
    }
    int best = NO_MATCH;
    for (ChainMatch.Prefix range : ranges) {
      if (address != null && range.contains(address)) {
        best = Math.max(best, 1 + range.bits());
      }
    }
    return best;
  }

  /** The whole name beats every wildcard, a longer wildcard a shorter one. */
  private static int name(List<String> names, String serverName) {
    if (names.isEmpty()) {
      return 0;
    }
    String wanted = serverName.toLowerCase(Locale.ROOT);
    int best = NO_MATCH;
    for (String name : names) {
      if (name.equals(wanted) && !wanted.isEmpty()) {
        return Integer.MAX_VALUE;
      }
      if (name.startsWith("*.")
          && wanted.endsWith(name.substring(1))
          && wanted.length() >= name.length()) {
        best = Math.max(best, name.length());
      }
    }
    return best;
  }

  private static int text(String wanted, String found) {
    return wanted.isEmpty() ? 0 : wanted.equals(found) ? 1 : NO_MATCH;
  }

  private static int oneOf(List<String> wanted, List<String> found) {
    return wanted.isEmpty() ? 0 : found.stream().anyMatch(wanted::contains) ? 1 : NO_MATCH;
  }

  private static int sourceType(
      ChainMatch.SourceType wanted, @Nullable InetAddress remote, @Nullable InetAddress local) {
    boolean here = remote == null || remote.isLoopbackAddress() || remote.equals(local);
    return switch (wanted) {
      case ANY -> 0;
      case SAME_IP_OR_LOOPBACK -> here ? 1 : NO_MATCH;
      case EXTERNAL -> here ? NO_MATCH : 1;
    };
  }

  private static int sourcePort(List<Integer> ports, @Nullable InetSocketAddress remote) {
    return ports.isEmpty() ? 0 : remote != null && ports.contains(remote.getPort()) ? 1 : NO_MATCH;
  }

  private static @Nullable InetSocketAddress inet(SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet : null;
  }

  private static @Nullable InetAddress addressOf(@Nullable InetSocketAddress address) {
    return address == null ? null : address.getAddress();
  }
}
