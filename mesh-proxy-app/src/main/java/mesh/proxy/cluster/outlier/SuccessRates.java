package mesh.proxy.cluster.outlier;

import java.util.List;

/**
 * Success rates of the hosts of a cluster in one interval. Immutable.
 *
 * @param average percent; -1 if there were too few hosts or requests
 * @param threshold percent below which a host is an outlier; -1 if there were too few
 */
public record SuccessRates(double average, double threshold) {

  /** Too few hosts or requests to say anything. */
  public static final SuccessRates UNKNOWN = new SuccessRates(-1, -1);

  /**
   * Compares hosts.
   *
   * @param percents non-empty
   * @param deviations how many standard deviations below the average an outlier begins
   */
  static SuccessRates of(List<Double> percents, double deviations) {
    double sum = 0;
    for (double percent : percents) {
      sum += percent;
    }
    double average = sum / percents.size();
    double variance = 0;
    for (double percent : percents) {
      variance += (percent - average) * (percent - average);
    }
    double deviation = Math.sqrt(variance / percents.size());
    return new SuccessRates(average, average - deviations * deviation);
  }
}
