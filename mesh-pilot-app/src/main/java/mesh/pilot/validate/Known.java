package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mesh.config.Suggestion;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.Service;
import mesh.pilot.world.Hosts;
import mesh.pilot.world.World;
import org.jspecify.annotations.Nullable;

/** What there is to refer to. Immutable. */
final class Known {

  private final World world;
  private final List<String> wildcards;
  private final List<String> hosts;
  private final Map<String, List<DestinationRule>> destinationRules = new HashMap<>();
  private final Map<String, Gateway> gateways = new HashMap<>();

  Known(World world) {
    this.world = world;
    this.hosts = world.services().stream().map(Service::host).toList();
    this.wildcards = hosts.stream().filter(host -> host.startsWith("*")).toList();
    for (DestinationRule rule : world.of(DestinationRule.class)) {
      String host = world.fullHost(rule.host(), rule.meta().namespace());
      destinationRules.computeIfAbsent(host, key -> new ArrayList<>()).add(rule);
    }
    world.of(Gateway.class).forEach(gateway -> gateways.put(gateway.meta().key(), gateway));
  }

  World world() {
    return world;
  }

  /** Whether there is a service of this full name, or for all such names. */
  boolean isService(String host) {
    return world.service(host) != null
        || wildcards.stream().anyMatch(pattern -> Hosts.covers(pattern, host));
  }

  /** Whether there is a service that this pattern covers, or that covers it. */
  boolean hasServiceFor(String pattern) {
    return isService(pattern)
        || pattern.startsWith("*") && hosts.stream().anyMatch(host -> Hosts.covers(pattern, host));
  }

  /** Ends a sentence with the service that was perhaps meant. */
  String hint(String host) {
    return Suggestion.hint(host, hosts);
  }

  /** Names of the subsets that some client may see. */
  Set<String> subsets(String host) {
    Set<String> names = new TreeSet<>();
    destinationRules.forEach(
        (pattern, rules) -> {
          if (Hosts.covers(pattern, host)) {
            rules.forEach(rule -> rule.subsets().forEach(subset -> names.add(subset.name())));
          }
        });
    return names;
  }

  /** The first rule of its namespace for the host that this one is for; it may be itself. */
  DestinationRule firstOfHost(DestinationRule rule) {
    String host = world.fullHost(rule.host(), rule.meta().namespace());
    return destinationRules.getOrDefault(host, List.of()).stream()
        .filter(one -> one.meta().namespace().equals(rule.meta().namespace()))
        .findFirst()
        .orElse(rule);
  }

  /**
   * A gateway.
   *
   * @param key {@code namespace/name}
   */
  @Nullable Gateway gateway(String key) {
    return gateways.get(key);
  }

  /** Ends a sentence with the gateway that was perhaps meant. */
  String hintOfGateway(String key) {
    return Suggestion.hint(key, gateways.keySet());
  }
}
