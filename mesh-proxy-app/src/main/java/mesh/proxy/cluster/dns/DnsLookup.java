package mesh.proxy.cluster.dns;

import java.util.function.Consumer;

/** Asks one set of name servers. */
@FunctionalInterface
public interface DnsLookup {

  /**
   * Looks a name up, without a cache.
   *
   * @param family {@link DnsFamily#V4_ONLY} or {@link DnsFamily#V6_ONLY}
   * @param answer called once, on any thread
   */
  void find(String host, DnsFamily family, Consumer<DnsAnswer> answer);

  /** As {@link #find}, for all families. */
  default void resolve(String host, DnsFamily family, Consumer<DnsAnswer> answer) {
    switch (family) {
      case V4_ONLY, V6_ONLY -> find(host, family, answer);
      case AUTO -> orElse(host, DnsFamily.V6_ONLY, DnsFamily.V4_ONLY, answer);
      case V4_PREFERRED -> orElse(host, DnsFamily.V4_ONLY, DnsFamily.V6_ONLY, answer);
      case ALL ->
          find(
              host,
              DnsFamily.V6_ONLY,
              first -> find(host, DnsFamily.V4_ONLY, second -> answer.accept(first.and(second))));
    }
  }

  private void orElse(String host, DnsFamily first, DnsFamily second, Consumer<DnsAnswer> answer) {
    find(
        host,
        first,
        found -> {
          if (found.addresses().isEmpty()) {
            find(host, second, answer);
          } else {
            answer.accept(found);
          }
        });
  }
}
