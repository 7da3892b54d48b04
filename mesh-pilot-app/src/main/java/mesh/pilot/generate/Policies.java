package mesh.pilot.generate;

import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Service;
import mesh.pilot.model.TrafficPolicy;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/** Which traffic policy holds for a cluster: subset before rule, port before all ports. */
public final class Policies {

  private Policies() {}

  /**
   * The policy that a client follows.
   *
   * @param port of the service
   * @param subset empty for all workloads
   */
  public static TrafficPolicy of(
      World world, Service service, int port, String subset, String clientNamespace) {
    DestinationRule rule = world.destinationRule(service, clientNamespace);
    if (rule == null) {
      return TrafficPolicy.NONE;
    }
    TrafficPolicy whole = ofPort(rule.policy(), port);
    return rule.subsets().stream()
        .filter(one -> one.name().equals(subset))
        .findFirst()
        .map(one -> ofSubset(one.policy(), port, whole))
        .orElse(whole);
  }

  private static TrafficPolicy ofSubset(TrafficPolicy subset, int port, TrafficPolicy whole) {
    return subset.ports().containsKey(port) ? ofPort(subset, port) : over(subset, whole);
  }

  /** Settings of a port stand for themselves: they do not inherit. */
  private static TrafficPolicy ofPort(TrafficPolicy policy, int port) {
    TrafficPolicy own = policy.ports().get(port);
    return own == null ? policy : own;
  }

  private static TrafficPolicy over(TrafficPolicy narrow, TrafficPolicy wide) {
    return new TrafficPolicy(
        either(narrow.loadBalancer(), wide.loadBalancer()),
        either(narrow.connectionPool(), wide.connectionPool()),
        either(narrow.outlierDetection(), wide.outlierDetection()),
        either(narrow.tls(), wide.tls()),
        java.util.Map.of());
  }

  private static <T> @Nullable T either(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }
}
