package mesh.proxy.cluster.lb;

import java.util.List;
import mesh.proxy.endpoint.Endpoint;

/**
 * How many hosts of a priority serve. Immutable.
 *
 * @param hosts all of them
 * @param counted hosts that are not excluded from the question
 * @param total what healthy and degraded are parts of: hosts, or the sum of their weights
 */
record HostCount(
    int hosts,
    int counted,
    int healthyHosts,
    int degradedHosts,
    long total,
    long healthy,
    long degraded) {

  private static final int ALL = 100;

  static HostCount of(List<Endpoint> hosts, boolean byWeight) {
    int counted = 0;
    int healthyHosts = 0;
    int degradedHosts = 0;
    long total = 0;
    long healthy = 0;
    long degraded = 0;
    for (Endpoint host : hosts) {
      int weight = byWeight ? host.weight() : 1;
      if (!host.isExcluded()) {
        counted++;
        total += weight;
      }
      if (host.isHealthy()) {
        healthyHosts++;
        healthy += weight;
      } else if (host.isDegraded()) {
        degradedHosts++;
        degraded += weight;
      }
    }
    return new HostCount(
        hosts.size(), counted, healthyHosts, degradedHosts, total, healthy, degraded);
  }

  int healthyPercent(int overprovisioningPercent) {
    return percent(healthy, overprovisioningPercent);
  }

  int degradedPercent(int overprovisioningPercent) {
    return percent(degraded, overprovisioningPercent);
  }

  /** True if fewer than {@code percent} of the counted hosts serve. */
  boolean isBelow(double percent) {
    double serving = counted == 0 ? 0 : 100.0 * (healthyHosts + degradedHosts) / counted;
    return serving < percent;
  }

  private int percent(long part, int overprovisioningPercent) {
    return total == 0 ? 0 : (int) Math.min(ALL, overprovisioningPercent * part / total);
  }
}
