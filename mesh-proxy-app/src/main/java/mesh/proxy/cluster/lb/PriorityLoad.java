package mesh.proxy.cluster.lb;

import java.util.Arrays;

/**
 * Which share of the requests each priority gets, in percent, its healthy and its degraded hosts
 * apart. Immutable.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/load_balancing/priority
 */
public final class PriorityLoad {

  private static final int ALL = 100;

  private final int[] healthyAvailability; // percent, after overprovisioning, by priority
  private final int[] degradedAvailability;
  private final int[] hosts; // number of them, by priority
  private final int[] healthy; // percent of the requests, by priority
  private final int[] degraded;
  private final int totalAvailability; // percent, at most 100

  private PriorityLoad(int[] healthyAvailability, int[] degradedAvailability, int[] hosts) {
    this.healthyAvailability = healthyAvailability;
    this.degradedAvailability = degradedAvailability;
    this.hosts = hosts;
    this.healthy = new int[hosts.length];
    this.degraded = new int[hosts.length];
    this.totalAvailability =
        Math.min(
            ALL,
            Arrays.stream(healthyAvailability).sum() + Arrays.stream(degradedAvailability).sum());
    if (totalAvailability == 0) {
      spreadByHosts();
    } else {
      spreadByAvailability();
    }
  }

  /**
   * Shares that follow from what is available.
   *
   * @param healthyAvailability percent of each priority, at most 100
   * @param degradedAvailability percent of each priority, at most 100
   * @param hosts number of hosts of each priority
   */
  static PriorityLoad of(int[] healthyAvailability, int[] degradedAvailability, int[] hosts) {
    return new PriorityLoad(healthyAvailability, degradedAvailability, hosts);
  }

  /** Number of priorities, at least 1. */
  public int priorities() {
    return healthy.length;
  }

  /** Percent of all requests that go to healthy hosts of this priority. */
  public int healthy(int priority) {
    return healthy[priority];
  }

  /** Percent of all requests that go to degraded hosts of this priority. */
  public int degraded(int priority) {
    return degraded[priority];
  }

  /** True if the priorities together can take all requests; then none of them panics. */
  boolean isFullyAvailable() {
    return totalAvailability == ALL;
  }

  /**
   * The load if some priorities were gone.
   *
   * @param excluded by priority; may be shorter or longer than there are priorities
   * @return this if nothing would be left
   */
  public PriorityLoad without(boolean[] excluded) {
    int[] left = healthyAvailability.clone();
    int[] leftDegraded = degradedAvailability.clone();
    boolean any = false;
    for (int priority = 0; priority < left.length; priority++) {
      if (priority < excluded.length && excluded[priority]) {
        left[priority] = 0;
        leftDegraded[priority] = 0;
      }
      any |= left[priority] + leftDegraded[priority] > 0;
    }
    return any ? new PriorityLoad(left, leftDegraded, hosts) : this;
  }

  /**
   * Draws a priority.
   *
   * @param hash all that chance has to say
   * @return the priority, or its complement ({@code ~priority}) for its degraded hosts
   */
  int choose(long hash) {
    int point = (int) Long.remainderUnsigned(hash, ALL) + 1; // 1..100
    int reached = 0;
    for (int priority = 0; priority < healthy.length; priority++) {
      reached += healthy[priority];
      if (point <= reached) {
        return priority;
      }
    }
    for (int priority = 0; priority < degraded.length; priority++) {
      reached += degraded[priority];
      if (point <= reached) {
        return ~priority;
      }
    }
    throw new IllegalStateException(
        "Load adds up to " + reached + ": " + Arrays.toString(healthy) + Arrays.toString(degraded));
  }

  private void spreadByAvailability() {
    int left = spread(healthyAvailability, healthy, ALL);
    left = spread(degradedAvailability, degraded, left);
    if (left > 0) { // rounding: the first that has anything takes the rest
      int[] first = Arrays.stream(healthyAvailability).anyMatch(p -> p > 0) ? healthy : degraded;
      int[] by = first == healthy ? healthyAvailability : degradedAvailability;
      first[firstPositive(by)] += left;
    }
  }

  private int spread(int[] availability, int[] load, int total) {
    int left = total;
    for (int priority = 0; priority < load.length; priority++) {
      load[priority] = Math.min(left, availability[priority] * ALL / totalAvailability);
      left -= load[priority];
    }
    return left;
  }

  /** Nobody serves: everybody gets requests, for some may serve after all. */
  private void spreadByHosts() {
    long total = Arrays.stream(hosts).asLongStream().sum();
    if (total == 0) {
      healthy[0] = ALL;
      return;
    }
    int left = ALL;
    for (int priority = 0; priority < hosts.length; priority++) {
      healthy[priority] = (int) (ALL * (long) hosts[priority] / total);
      left -= healthy[priority];
    }
    healthy[firstPositive(hosts)] += left;
  }

  private static int firstPositive(int[] numbers) {
    int at = 0;
    while (numbers[at] <= 0) {
      at++;
    }
    return at;
  }
}
