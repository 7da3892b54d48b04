package mesh.proxy.route.hash;

import java.util.List;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;

/** The hash policies of a route, in order. Immutable. */
public final class HashPolicies {

  /** No policy, or none that found something to hash. */
  public static final long NO_HASH = 0;

  public static final HashPolicies NONE = new HashPolicies(List.of());

  private final HashPolicy[] policies;

  HashPolicies(List<HashPolicy> policies) {
    this.policies = policies.toArray(HashPolicy[]::new);
  }

  /** Takes cookies that a policy makes for clients that have none yet. */
  @FunctionalInterface
  public interface CookieSink {

    /**
     * Adds a field to the response.
     *
     * @param setCookie value of {@code set-cookie}
     */
    void add(String setCookie);
  }

  public boolean isEmpty() {
    return policies.length == 0;
  }

  /**
   * The hash of a request.
   *
   * @return {@link #NO_HASH} if no policy has something to hash
   */
  public long hash(Headers head, StreamInfo info, CookieSink cookies) {
    long hash = NO_HASH;
    for (HashPolicy policy : policies) {
      long own = policy.rule().hash(head, info, cookies);
      if (own != NO_HASH) {
        hash =
            Long.rotateLeft(hash, 1)
                ^ own; // rotated, so that equal policies do not cancel each other out
      }
      if (policy.terminal() && hash != NO_HASH) {
        break;
      }
    }
    return hash;
  }
}
