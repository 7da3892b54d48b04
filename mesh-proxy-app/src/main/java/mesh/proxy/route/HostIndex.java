package mesh.proxy.route;

import java.util.HashMap;
import java.util.Map;
import mesh.proxy.match.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Virtual hosts by domain: the exact one, else the longest {@code *suffix}, else the longest {@code
 * prefix*}, else {@code *}. Immutable. A look-up is one pass over the authority, however many
 * domains there are, and allocates nothing.
 */
final class HostIndex {

  private final SliceTable<VirtualHost> exact;
  private final SliceTable<VirtualHost> suffixes;
  private final SliceTable<VirtualHost> prefixes;
  private final @Nullable VirtualHost any;

  /** Collects domains and finds those that are there twice. */
  static final class Builder {

    private final Map<String, VirtualHost> hosts = new HashMap<>(); // by domain in lower case

    /**
     * Adds a domain.
     *
     * @return the host that has it already; null if it was free
     */
    @Nullable VirtualHost add(String domain, VirtualHost host) {
      return hosts.putIfAbsent(Ascii.lower(domain), host);
    }

    HostIndex build() {
      return new HostIndex(hosts);
    }
  }

  private HostIndex(Map<String, VirtualHost> hosts) {
    exact = SliceTable.ignoringCase(hosts.size());
    suffixes = SliceTable.ignoringCase(hosts.size());
    prefixes = SliceTable.ignoringCase(hosts.size());
    any = hosts.get("*");
    hosts.forEach(this::put);
  }

  private void put(String domain, VirtualHost host) {
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
  @Nullable VirtualHost find(String authority, int end) {
    VirtualHost longestPrefix = null;
    int hash = 0;
    for (int at = 0; at < end; at++) {
      if (prefixes.hasLength(at)) {
        VirtualHost host = prefixes.get(authority, 0, at, hash);
        longestPrefix = host == null ? longestPrefix : host;
      }
      hash = SliceTable.extend(hash, authority.charAt(at));
    }
    VirtualHost found = exact.hasLength(end) ? exact.get(authority, 0, end, hash) : null;
    if (found == null && !suffixes.isEmpty()) {
      found = longestSuffix(authority, end);
    }
    if (found == null) {
      found = longestPrefix;
    }
    return found == null ? any : found;
  }

  // A wildcard stands for at least one character, so the whole authority is not a suffix.
  private @Nullable VirtualHost longestSuffix(String authority, int end) {
    VirtualHost longest = null;
    int hash = 0;
    for (int at = end - 1; at > 0; at--) {
      hash = SliceTable.extend(hash, authority.charAt(at));
      if (suffixes.hasLength(end - at)) {
        VirtualHost host = suffixes.get(authority, at, end - at, hash);
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
