package mesh.proxy.cluster.type;

import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.Membership;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.endpoint.EndpointConfig;

/**
 * A {@code ClusterLoadAssignment} as it was written: host names are not resolved yet. Immutable.
 */
public record AssignmentConfig(List<Group> groups, AssignmentPolicy policy) {

  /** The fields of {@code ClusterLoadAssignment} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.all(ClusterLoadAssignment.getDefaultInstance())
          .and(
              Supported.of(ClusterLoadAssignment.Policy.getDefaultInstance())
                  .fields(
                      "drop_overloads",
                      "overprovisioning_factor",
                      "endpoint_stale_after",
                      "weighted_priority_health"),
              Supported.all(ClusterLoadAssignment.Policy.DropOverload.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              Supported.of(LocalityLbEndpoints.getDefaultInstance())
                  .fields(
                      "locality", "metadata", "lb_endpoints", "load_balancing_weight", "priority")
                  .ignored("proximity", "no load balancer of Envoy reads it"),
              Supported.all(Locality.getDefaultInstance()),
              EndpointConfig.SUPPORTED);

  private static final int MOST_PRIORITY = 128;
  private static final long MOST_WEIGHT = 0xFFFF_FFFFL;

  public AssignmentConfig {
    groups = List.copyOf(groups);
  }

  /**
   * Endpoints of one locality and priority. Immutable.
   *
   * @param weight 0 if none was given
   */
  public record Group(
      mesh.proxy.endpoint.Locality locality,
      int priority,
      long weight,
      List<EndpointConfig> endpoints) {

    public Group {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** Reads an assignment; faults are named relative to it. */
  public static AssignmentConfig parse(ClusterLoadAssignment proto) {
    List<Group> groups = new ArrayList<>(proto.getEndpointsCount());
    for (int at = 0; at < proto.getEndpointsCount(); at++) {
      LocalityLbEndpoints locality = proto.getEndpoints(at);
      groups.add(
          ProtoValue.under(
              "endpoints[" + at + "]", () -> group(locality, proto.getNamedEndpointsMap())));
    }
    refuseOverweight(groups);
    return new AssignmentConfig(
        groups, ProtoValue.under("policy", () -> policy(proto.getPolicy())));
  }

  /**
   * The same endpoints with addresses that connections can be made to.
   *
   * @param resolver makes a host of each; its faults are named relative to the endpoint
   */
  public Assignment resolved(Function<EndpointConfig, Assignment.Host> resolver) {
    List<Assignment.Group> resolved = new ArrayList<>(groups.size());
    for (int at = 0; at < groups.size(); at++) {
      Group group = groups.get(at);
      List<Assignment.Host> hosts = new ArrayList<>(group.endpoints().size());
      for (int index = 0; index < group.endpoints().size(); index++) {
        EndpointConfig endpoint = group.endpoints().get(index);
        String field = "endpoints[" + at + "].lb_endpoints[" + index + "]";
        hosts.add(ProtoValue.under(field, () -> resolver.apply(endpoint)));
      }
      resolved.add(new Assignment.Group(group.locality(), group.priority(), group.weight(), hosts));
    }
    return new Assignment(resolved, policy);
  }

  /**
   * The same endpoints, each at the address that was written.
   *
   * @throws InvalidConfigException if one is a host name
   */
  public Assignment asWritten() {
    return resolved(AssignmentConfig::host);
  }

  private static Assignment.Host host(EndpointConfig endpoint) {
    if (endpoint.address() instanceof InetSocketAddress inet && inet.isUnresolved()) {
      throw new InvalidConfigException(
          "endpoint.address.socket_address.address",
          inet.getHostString(),
          "an IP address; STRICT_DNS and LOGICAL_DNS clusters take host names");
    }
    return new Assignment.Host(endpoint.address(), endpoint.hostname(), endpoint);
  }

  private static Group group(
      LocalityLbEndpoints proto,
      Map<String, io.envoyproxy.envoy.config.endpoint.v3.Endpoint> named) {
    int priority = proto.getPriority();
    if (priority < 0 || priority > MOST_PRIORITY) {
      throw new InvalidConfigException(
          "priority", Integer.toUnsignedLong(priority), "0.." + MOST_PRIORITY);
    }
    var locality = locality(proto.getLocality());
    List<EndpointConfig> endpoints = new ArrayList<>(proto.getLbEndpointsCount());
    long total = 0;
    for (int at = 0; at < proto.getLbEndpointsCount(); at++) {
      LbEndpoint endpoint = proto.getLbEndpoints(at);
      var read =
          ProtoValue.under(
              "lb_endpoints[" + at + "]",
              () -> EndpointConfig.parse(endpoint, locality, priority, named));
      endpoints.add(read);
      total += read.weight();
    }
    if (total > MOST_WEIGHT) {
      throw new InvalidConfigException(
          "lb_endpoints", "weights that add up to " + total, "at most " + MOST_WEIGHT);
    }
    return new Group(locality, priority, weight(proto), endpoints);
  }

  private static long weight(LocalityLbEndpoints proto) {
    if (!proto.hasLoadBalancingWeight()) {
      return 0;
    }
    long weight = Integer.toUnsignedLong(proto.getLoadBalancingWeight().getValue());
    if (weight < 1) {
      throw new InvalidConfigException("load_balancing_weight", weight, ">= 1");
    }
    return weight;
  }

  private static void refuseOverweight(List<Group> groups) {
    var totals = new long[MOST_PRIORITY + 1];
    for (Group group : groups) {
      totals[group.priority()] += group.weight();
      if (totals[group.priority()] > MOST_WEIGHT) {
        throw new InvalidConfigException(
            "endpoints",
            "locality weights of priority " + group.priority() + " that add up to more",
            "at most " + MOST_WEIGHT);
      }
    }
  }

  private static mesh.proxy.endpoint.Locality locality(Locality proto) {
    return proto.equals(Locality.getDefaultInstance())
        ? mesh.proxy.endpoint.Locality.NONE
        : new mesh.proxy.endpoint.Locality(proto.getRegion(), proto.getZone(), proto.getSubZone());
  }

  private static AssignmentPolicy policy(ClusterLoadAssignment.Policy proto) {
    if (proto.equals(ClusterLoadAssignment.Policy.getDefaultInstance())) {
      return AssignmentPolicy.ENVOY;
    }
    long factor =
        proto.hasOverprovisioningFactor()
            ? Integer.toUnsignedLong(proto.getOverprovisioningFactor().getValue())
            : Membership.OVERPROVISIONING;
    if (factor < 1 || factor > Integer.MAX_VALUE) {
      throw new InvalidConfigException("overprovisioning_factor", factor, "1..2147483647");
    }
    if (proto.getDropOverloadsCount() > 1) {
      throw new InvalidConfigException(
          "drop_overloads", proto.getDropOverloadsCount() + " elements", "at most one");
    }
    var drop = ClusterLoadAssignment.Policy.DropOverload.getDefaultInstance();
    if (proto.getDropOverloadsCount() == 1) {
      drop = proto.getDropOverloads(0);
    }
    var dropped = drop.getDropPercentage();
    return new AssignmentPolicy(
        (int) factor,
        proto.getWeightedPriorityHealth(),
        drop.getCategory(),
        ProtoValue.under("drop_overloads[0].drop_percentage", () -> ProtoValue.fraction(dropped)),
        ProtoValue.duration(proto.getEndpointStaleAfter()));
  }
}
