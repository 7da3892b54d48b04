package mesh.proxy.cluster.lb;

/**
 * New hosts begin with a small share. Immutable.
 *
 * @param windowNanos how long a host counts as new
 * @param aggressionKey runtime key that replaces {@code aggression}; may be empty
 * @param aggression above 0; 1 grows in proportion to time
 * @param minWeight smallest share of the weight, 0 to 1
 */
public record SlowStart(
    long windowNanos, String aggressionKey, double aggression, double minWeight) {

  /**
   * The share of its weight that a host gets.
   *
   * @param ageNanos since it became healthy
   * @param aggressionNow after the runtime had its say
   */
  double factor(long ageNanos, double aggressionNow) {
    if (ageNanos >= windowNanos) {
      return 1;
    }
    double time = Math.max(1, ageNanos) / (double) windowNanos;
    return Math.max(Math.pow(time, 1 / aggressionNow), minWeight);
  }
}
