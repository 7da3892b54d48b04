package mesh.pilot.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a service is called, and which versions of it there are. Immutable.
 *
 * @param host full name, short name of the namespace, or {@code *.suffix}
 */
public record DestinationRule(Meta meta, String host, TrafficPolicy policy, List<Subset> subsets)
    implements Rule {

  public DestinationRule {
    subsets = List.copyOf(subsets);
  }

  /**
   * One rule of two for a host, as Istio does: with the subsets of both, of equal names those of
   * this one; with its policy if it has one.
   */
  public DestinationRule joinedWith(DestinationRule later) {
    Map<String, Subset> all = new LinkedHashMap<>();
    subsets.forEach(subset -> all.put(subset.name(), subset));
    later.subsets.forEach(subset -> all.putIfAbsent(subset.name(), subset));
    return new DestinationRule(
        meta,
        host,
        policy.equals(TrafficPolicy.NONE) ? later.policy : policy,
        List.copyOf(all.values()));
  }

  /**
   * Some workloads of the service.
   *
   * @param labels that they have
   * @param policy whose parts come before those of the rule
   */
  public record Subset(String name, Map<String, String> labels, TrafficPolicy policy) {

    public Subset {
      labels = Map.copyOf(labels);
    }
  }
}
