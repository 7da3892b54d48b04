package mesh.proxy.cluster.lb;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A policy with its settings. Immutable.
 *
 * @param pickers called for every list of hosts that the policy is to pick from
 * @param hashing true if the request's hash decides; localities then weigh hosts instead of being
 *     drawn themselves
 * @param localityWeighted true if localities get traffic by their weights
 * @param slowStart null if new hosts get their full share at once
 */
public record Balancing(
    Function<Candidates, Picker> pickers,
    boolean hashing,
    boolean localityWeighted,
    @Nullable SlowStart slowStart) {

  /** The same policy, localities drawn by weight. */
  public Balancing weightedByLocality() {
    return new Balancing(pickers, hashing, true, slowStart);
  }
}
