package mesh.proxy.cluster;

import java.util.List;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.type.ClusterTypeFactory;

/** What a cluster's configuration may name, and what the named things may use. Immutable. */
public record ClusterExtensions(
    List<ClusterTypeFactory<?>> types, List<LbPolicy<?>> policies, LbContext context) {

  public ClusterExtensions {
    types = List.copyOf(types);
    policies = List.copyOf(policies);
  }
}
