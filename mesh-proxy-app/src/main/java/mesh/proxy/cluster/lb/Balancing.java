package mesh.proxy.cluster.lb;

import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * A policy with its settings. Immutable.
 *
 * @param hashing true if the request's hash decides; localities then weigh hosts instead of being
 *     drawn themselves
 * @param localityWeighted true if localities get traffic by their weights
 * @param slowStart null if new hosts get their full share at once
 */
public record Balancing(
    PickerFactory pickers,
    boolean hashing,
    boolean localityWeighted,
    @Nullable SlowStart slowStart) {

  /** Makes a picker for every list of hosts that the policy is to pick from. */
  @FunctionalInterface
  public interface PickerFactory {

    /**
     * A picker for hosts that do not change.
     *
     * @param stats scope of the cluster
     */
    Picker create(Candidates candidates, Stats stats);
  }
}
