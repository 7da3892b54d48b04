package mesh.proxy.cluster;

import java.util.List;
import mesh.proxy.cluster.health.HealthCheckerFactory;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.config.Supported;

/**
 * What a cluster's configuration may name, and what the named things may use. Immutable.
 *
 * @param supported the fields of {@code Cluster} that are honoured with these extensions
 */
public record ClusterExtensions(
    List<ClusterTypeFactory<?>> types,
    List<LbPolicy<?>> policies,
    List<HealthCheckerFactory<?>> healthCheckers,
    LbContext context,
    Supported supported) {

  public ClusterExtensions {
    types = List.copyOf(types);
    policies = List.copyOf(policies);
    healthCheckers = List.copyOf(healthCheckers);
  }

  /** The extensions of a catalog. */
  public static ClusterExtensions of(
      List<ClusterTypeFactory<?>> types,
      List<LbPolicy<?>> policies,
      List<HealthCheckerFactory<?>> healthCheckers,
      LbContext context) {
    Supported supported = ClusterFieldsConfig.supported(healthCheckers);
    return new ClusterExtensions(types, policies, healthCheckers, context, supported);
  }
}
