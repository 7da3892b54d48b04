package mesh.pilot.model;

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
