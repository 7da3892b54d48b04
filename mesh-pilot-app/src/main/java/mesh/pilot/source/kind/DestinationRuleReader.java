package mesh.pilot.source.kind;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Meta;
import mesh.pilot.model.TrafficPolicy;

/** Reads {@code DestinationRule}. */
final class DestinationRuleReader {

  private DestinationRuleReader() {}

  static DestinationRule read(Meta meta, Fields spec) {
    Element host = spec.get("host");
    if (host == null) {
      spec.missing("host", "a service");
    }
    TrafficPolicy policy = spec.object("trafficPolicy", TrafficPolicyReader::read);
    List<DestinationRule.Subset> subsets = spec.objects("subsets", DestinationRuleReader::subset);
    Set<String> names = new HashSet<>();
    for (DestinationRule.Subset subset : subsets) {
      if (!names.add(subset.name())) {
        spec.missing("subsets", "each name once; " + subset.name() + " is there twice");
      }
    }
    return new DestinationRule(
        meta,
        host == null ? "" : Names.wildcardHost(host),
        policy == null ? TrafficPolicy.NONE : policy,
        subsets);
  }

  private static DestinationRule.Subset subset(Fields fields) {
    TrafficPolicy policy = fields.object("trafficPolicy", TrafficPolicyReader::read);
    String name = fields.required("name");
    if (!name.isEmpty() && !name.matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")) {
      fields.missing("name", "letters, digits, -, _ and ., a letter or digit at both ends");
    }
    return new DestinationRule.Subset(
        name, fields.textMap("labels"), policy == null ? TrafficPolicy.NONE : policy);
  }
}
