package mesh.pilot.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.pilot.model.AuthorizationPolicy;
import mesh.pilot.model.DestinationRule;
import mesh.pilot.model.Gateway;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Rule;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.VirtualService;
import mesh.pilot.model.WorkloadEntry;
import org.jspecify.annotations.Nullable;

/** Everything that is known at one moment. Immutable. */
public final class World {

  private static final Comparator<Rule> BY_KEY = Comparator.comparing(rule -> rule.meta().key());

  private final long version;
  private final MeshSettings settings;
  private final List<Rule> rules;
  private final Map<String, Service> services;
  private final Map<String, List<Instance>> instancesByAddress = new HashMap<>();
  private final Map<String, List<VirtualService>> virtualServicesByGateway = new HashMap<>();
  private final HostRules virtualServicesByHost = new HostRules();
  private final Map<String, Map<String, DestinationRule>> destinationRules = new HashMap<>();
  private final List<Gateway> gateways;
  private final List<AuthorizationPolicy> policies;
  private final MutualTls mutualTls;
  private final Set<String> sourceLabels;
  private final Object shape;

  private World(
      long version, MeshSettings settings, Collection<? extends Rule> all, @Nullable World before) {
    this.version = version;
    this.settings = settings;
    this.rules = Kept.rules(all.stream().sorted(BY_KEY).map(Rule.class::cast).toList(), before);
    this.services =
        Kept.services(Services.of(of(ServiceEntry.class), of(WorkloadEntry.class)), before);
    this.shape = Kept.shape(this, before);
    this.gateways = of(Gateway.class);
    this.policies = of(AuthorizationPolicy.class);
    this.mutualTls = MutualTls.of(this, before);
    this.sourceLabels = sourceLabels(of(VirtualService.class));
    services.values().forEach(this::index);
    of(VirtualService.class).forEach(this::index);
    of(DestinationRule.class).forEach(this::index);
  }

  /**
   * A world with these rules.
   *
   * @param version grows with every change
   */
  public static World of(long version, MeshSettings settings, Collection<? extends Rule> rules) {
    return new World(version, settings, rules, null);
  }

  /** The next world; what is equal in both is the same object in both. */
  public static World after(World before, Collection<? extends Rule> rules) {
    return new World(before.version + 1, before.settings, rules, before);
  }

  private void index(Service service) {
    service
        .workloads()
        .forEach(
            workload ->
                service
                    .ports()
                    .forEach(
                        port ->
                            instancesByAddress
                                .computeIfAbsent(workload.address(), key -> new ArrayList<>())
                                .add(Instance.of(service, port, workload))));
  }

  private void index(VirtualService rule) {
    for (String gateway : rule.gateways()) {
      virtualServicesByGateway
          .computeIfAbsent(rule.gatewayKey(gateway), key -> new ArrayList<>())
          .add(rule);
    }
    if (rule.gateways().contains(VirtualService.MESH)) {
      for (String host : rule.hosts()) {
        virtualServicesByHost.add(fullHost(host, rule.meta().namespace()), rule);
      }
    }
  }

  private static Set<String> sourceLabels(List<VirtualService> rules) {
    return rules.stream()
        .flatMap(rule -> rule.http().stream())
        .flatMap(route -> route.match().stream())
        .flatMap(match -> match.sourceLabels().keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private void index(DestinationRule rule) {
    destinationRules
        .computeIfAbsent(rule.meta().namespace(), namespace -> new LinkedHashMap<>())
        .merge(fullHost(rule.host(), rule.meta().namespace()), rule, DestinationRule::joinedWith);
  }

  public long version() {
    return version;
  }

  /**
   * The same object as in the world before, unless something other than workloads has changed. What
   * does not depend on workloads need not be made again.
   */
  public Object shape() {
    return shape;
  }

  public MeshSettings settings() {
    return settings;
  }

  /** All rules, by namespace and name. */
  public List<Rule> rules() {
    return rules;
  }

  /** All rules of one kind, by namespace and name. */
  public <R extends Rule> List<R> of(Class<R> type) {
    return rules.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** All services, by host. */
  public Collection<Service> services() {
    return Collections.unmodifiableCollection(services.values());
  }

  /** The service with this full name; null if there is none. */
  public @Nullable Service service(String host) {
    return services.get(host);
  }

  /** Completes a host that a rule of a namespace names. */
  public String fullHost(String host, String namespace) {
    return Hosts.full(host, namespace, settings, services::containsKey);
  }

  /** What runs at an address. */
  public List<Instance> instancesAt(String address) {
    return Collections.unmodifiableList(instancesByAddress.getOrDefault(address, List.of()));
  }

  /**
   * The virtual services of a gateway, by namespace and name.
   *
   * @param gateway {@code namespace/name}, or {@link VirtualService#MESH}
   */
  public List<VirtualService> virtualServices(String gateway) {
    return Collections.unmodifiableList(virtualServicesByGateway.getOrDefault(gateway, List.of()));
  }

  /**
   * The virtual services of all sidecars for one host: the most specific first, and of equally
   * specific ones by namespace and name.
   */
  public List<VirtualService> meshRules(String host) {
    return virtualServicesByHost.of(host);
  }

  /**
   * The destination rule that a client follows: one of its own namespace, else of the service's,
   * else of the root namespace; in each the most specific host. Several for a host are one.
   *
   * @return null if there is none
   */
  public @Nullable DestinationRule destinationRule(Service service, String clientNamespace) {
    for (String namespace :
        List.of(clientNamespace, service.namespace(), settings.rootNamespace())) {
      DestinationRule rule =
          Hosts.mostSpecific(destinationRules.getOrDefault(namespace, Map.of()), service.host());
      if (rule != null) {
        return rule;
      }
    }
    return null;
  }

  /** The gateways that a workload opens, by namespace and name. */
  public List<Gateway> gateways(Map<String, String> labels) {
    return gateways.stream()
        .filter(gateway -> Selector.selects(gateway.selector(), labels))
        .toList();
  }

  /** The policies that hold for a workload, by namespace and name. */
  public List<AuthorizationPolicy> policies(String namespace, Map<String, String> labels) {
    return policies.stream()
        .filter(
            policy ->
                policy.meta().namespace().equals(namespace)
                    || policy.meta().namespace().equals(settings.rootNamespace()))
        .filter(policy -> Selector.selects(policy.selector(), labels))
        .toList();
  }

  /** Those labels of a client that a match of some virtual service looks at. */
  public Map<String, String> labelsThatMatter(Map<String, String> labels) {
    Map<String, String> kept = new HashMap<>(labels);
    kept.keySet().retainAll(sourceLabels);
    return kept;
  }

  /** Which workloads demand mTLS; the same object as in the world before, if it says the same. */
  public MutualTls mutualTls() {
    return mutualTls;
  }
}
