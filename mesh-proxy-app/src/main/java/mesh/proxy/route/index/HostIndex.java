package mesh.proxy.route.index;

import java.util.HashMap;
import java.util.Map;
import mesh.proxy.match.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Hosts by domain: the exact one, else the longest {@code *suffix}, else the longest {@code
 * prefix*}, else {@code *}. Immutable. A look-up is one pass over the authority, however many
 * domains there are, and allocates nothing.
 */
public final class HostIndex<V> {

  private final SliceTable<V> exact;
  private final SliceTable<V> suffixes;
  private final SliceTable<V> prefixes;
  private final @Nullable V any;

  /** Collects domains and finds those that are there twice. */
  public static final class Builder<V> {

    private final Map<String, V> hosts = new HashMap<>(); // by domain in lower case

    /**
     * Adds a domain.
     *
     * @return the host that has it already; null if it was free
     */
    public @Nullable V add(String domain, V host) {
      return hosts.putIfAbsent(Ascii.lower(domain), host);
    }

    /** The index of all that was added. */
    public HostIndex<V> build() {
      return new HostIndex<>(hosts);
    }
  }

  private HostIndex(Map<String, V> hosts) {
    exact = SliceTable.ignoringCase(hosts.size());
    suffixes = SliceTable.ignoringCase(hosts.size());
    prefixes = SliceTable.ignoringCase(hosts.size());
    any = hosts.get("*");
    hosts.forEach(this::put);
  }

  private void put(String domain, V host) {
    int length = domain.length();
    if (domain.equals("*")) {
      return;
    }
    if (domain.startsWith("*")) {
      suffixes.put(domain.substring(1), hashBackwards(domain), host);
    } else if (domain.endsWith("*")) {
      prefixes.put(domain.substring(0, length - 1), SliceTable.hash(domain, length - 1), host);
    } else {
      exact.put(domain, SliceTable.hash(domain, length), host);
    }
  }

  /**
   * The host of an authority.
   *
   * @param end where the part to compare ends: before the port if that is to be ignored
   */
  public @Nullable V find(String authority, int end) {
    V longestPrefix = null;
    int hash = 0;
    for (int at = 0; at < end; at++) {
      if (prefixes.hasLength(at)) {
        V host = prefixes.get(authority, 0, at, hash);
        longestPrefix = host == null ? longestPrefix : host;
      }
      hash = SliceTable.extend(hash, authority.charAt(at));
    }
    V found = exact.hasLength(end) ? exact.get(authority, 0, end, hash) : null;
    if (found == null && !suffixes.isEmpty()) {
      found = longestSuffix(authority, end);
    }
    if (found == null) {
      found = longestPrefix;
    }
    return found == null ? any : found;
  }

  // A wildcard stands for at least one character, so the whole authority is not a suffix.
  private @Nullable V longestSuffix(String authority, int end) {
    V longest = null;
    int hash = 0;
    for (int at = end - 1; at > 0; at--) {
      hash = SliceTable.extend(hash, authority.charAt(at));
      if (suffixes.hasLength(end - at)) {
        V host = suffixes.get(authority, at, end - at, hash);
        longest = host == null ? longest : host;
      }
    }
    return longest;
  }

  // Of *suffix without its first character.
  private static int hashBackwards(String domain) {
    int hash = 0;
    for (int at = domain.length() - 1; at > 0; at--) {
      hash = SliceTable.extend(hash, domain.charAt(at));
    }
    return hash;
  }
}
