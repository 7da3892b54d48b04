package mesh.proxy.listener;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.listener.match.FilterChainMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The filter chains of one listener. Immutable; shared by all loops.
 *
 * @param matcher finds one of {@code matched}
 * @param fallback taken when none matches; null closes the connection
 */
record FilterChains(
    FilterChainMatcher<FilterChain> matcher,
    List<FilterChain> matched,
    @Nullable FilterChain fallback) {

  FilterChains {
    matched = List.copyOf(matched);
  }

  /** Null if no chain is for this connection. */
  @Nullable FilterChain find(ConnectionInfo info) {
    FilterChain found = matcher.find(info);
    return found == null ? fallback : found;
  }

  List<FilterChain> all() {
    List<FilterChain> all = new ArrayList<>(matched);
    if (fallback != null) {
      all.add(fallback);
    }
    return all;
  }

  boolean areReady() {
    return all().stream().allMatch(FilterChain::isReady);
  }
}
