package mesh.proxy.cluster;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.LoadBalancingPolicy;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest;
import io.envoyproxy.envoy.extensions.load_balancing_policies.maglev.v3.Maglev;
import io.envoyproxy.envoy.extensions.load_balancing_policies.random.v3.Random;
import io.envoyproxy.envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash;
import io.envoyproxy.envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.config.Fields;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.read.TypedConfig;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policy of a cluster. The old spelling (an enum and a message for each policy) is said
 * with the new one, so that each policy reads one message.
 */
final class BalancingConfig {

  private BalancingConfig() {}

  /** Null if the cluster's own kind of discovery chooses endpoints. */
  static @Nullable Balancing parse(
      Cluster cluster, boolean typeChooses, ClusterExtensions extensions) {
    if (cluster.hasLoadBalancingPolicy()) {
      return ProtoValue.under(
          "load_balancing_policy", () -> typed(cluster.getLoadBalancingPolicy(), extensions));
    }
    if (typeChooses != (cluster.getLbPolicy() == Cluster.LbPolicy.CLUSTER_PROVIDED)) {
      throw new InvalidConfigException(
          "lb_policy",
          cluster.getLbPolicy(),
          typeChooses ? "CLUSTER_PROVIDED for this cluster type" : "another policy for this type");
    }
    refuseForeignSettings(cluster);
    return switch (cluster.getLbPolicy()) {
      case ROUND_ROBIN -> bind(roundRobin(cluster), extensions);
      case LEAST_REQUEST -> bind(leastRequest(cluster), extensions);
      case RANDOM -> bind(random(cluster), extensions);
      case RING_HASH -> bind(ringHash(cluster), extensions);
      case MAGLEV -> bind(maglev(cluster), extensions);
      case CLUSTER_PROVIDED -> null;
      case LOAD_BALANCING_POLICY_CONFIG ->
          throw new InvalidConfigException("load_balancing_policy", null, "set");
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "lb_policy", cluster.getLbPolicyValue(), "a policy that exists");
    };
  }

  /** The first policy of the list that we know. */
  static Balancing typed(LoadBalancingPolicy proto, ClusterExtensions extensions) {
    List<String> unknown = new ArrayList<>();
    for (int at = 0; at < proto.getPoliciesCount(); at++) {
      TypedExtensionConfig named = proto.getPolicies(at).getTypedExtensionConfig();
      for (LbPolicy<?> policy : extensions.policies()) {
        if (named.getTypedConfig().is(policy.prototype().getClass())) {
          return ProtoValue.under(
              "policies[" + at + "].typed_extension_config.typed_config",
              () -> bind(policy, named.getTypedConfig(), extensions));
        }
      }
      unknown.add(named.getName());
    }
    throw new InvalidConfigException("policies", unknown, "at least one policy that is known");
  }

  private static <P extends Message> Balancing bind(
      LbPolicy<P> policy, Any config, ClusterExtensions extensions) {
    P message = TypedConfig.open(config, policy.prototype(), policy.supported());
    return policy.bind(message, extensions.context());
  }

  /** For messages that we wrote ourselves: there is nothing to check but what the policy checks. */
  private static <P extends Message> Balancing bind(P config, ClusterExtensions extensions) {
    for (LbPolicy<?> policy : extensions.policies()) {
      if (policy.prototype().getClass() == config.getClass()) {
        @SuppressWarnings("unchecked") // its prototype is of this class
        var reader = (LbPolicy<P>) policy;
        return reader.bind(config, extensions.context());
      }
    }
    String type = Fields.type(config).getFullName();
    throw new InvalidConfigException("lb_policy", type, "a policy that this build has");
  }

  private static RoundRobin roundRobin(Cluster cluster) {
    return RoundRobin.newBuilder()
        .setSlowStartConfig(slowStart(cluster.getRoundRobinLbConfig().getSlowStartConfig()))
        .setLocalityLbConfig(locality(cluster))
        .build();
  }

  private static Random random(Cluster cluster) {
    return Random.newBuilder().setLocalityLbConfig(locality(cluster)).build();
  }

  private static LeastRequest leastRequest(Cluster cluster) {
    var old = cluster.getLeastRequestLbConfig();
    var config = LeastRequest.newBuilder().setLocalityLbConfig(locality(cluster));
    if (old.hasChoiceCount()) {
      config.setChoiceCount(old.getChoiceCount());
    }
    if (old.hasActiveRequestBias()) {
      config.setActiveRequestBias(old.getActiveRequestBias());
    }
    return config.setSlowStartConfig(slowStart(old.getSlowStartConfig())).build();
  }

  private static RingHash ringHash(Cluster cluster) {
    var old = cluster.getRingHashLbConfig();
    var config = RingHash.newBuilder().setConsistentHashingLbConfig(hashing(cluster));
    config.setHashFunction(
        switch (old.getHashFunction()) {
          case XX_HASH -> RingHash.HashFunction.XX_HASH;
          case MURMUR_HASH_2 -> RingHash.HashFunction.MURMUR_HASH_2;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "ring_hash_lb_config.hash_function",
                  old.getHashFunctionValue(),
                  "XX_HASH or MURMUR_HASH_2");
        });
    if (old.hasMinimumRingSize()) {
      config.setMinimumRingSize(old.getMinimumRingSize());
    }
    if (old.hasMaximumRingSize()) {
      config.setMaximumRingSize(old.getMaximumRingSize());
    }
    if (cluster.getCommonLbConfig().hasLocalityWeightedLbConfig()) {
      config.setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance());
    }
    return config.build();
  }

  private static Maglev maglev(Cluster cluster) {
    var config = Maglev.newBuilder().setConsistentHashingLbConfig(hashing(cluster));
    if (cluster.getMaglevLbConfig().hasTableSize()) {
      config.setTableSize(cluster.getMaglevLbConfig().getTableSize());
    }
    if (cluster.getCommonLbConfig().hasLocalityWeightedLbConfig()) {
      config.setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance());
    }
    return config.build();
  }

  private static ConsistentHashingLbConfig hashing(Cluster cluster) {
    var old = cluster.getCommonLbConfig().getConsistentHashingLbConfig();
    var config =
        ConsistentHashingLbConfig.newBuilder()
            .setUseHostnameForHashing(old.getUseHostnameForHashing());
    if (old.hasHashBalanceFactor()) {
      config.setHashBalanceFactor(old.getHashBalanceFactor());
    }
    return config.build();
  }

  private static LocalityLbConfig locality(Cluster cluster) {
    CommonLbConfig shared = cluster.getCommonLbConfig();
    return shared.hasLocalityWeightedLbConfig()
        ? LocalityLbConfig.newBuilder()
            .setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance())
            .build()
        : LocalityLbConfig.getDefaultInstance();
  }

  private static SlowStartConfig slowStart(Cluster.SlowStartConfig old) {
    var config = SlowStartConfig.newBuilder();
    if (old.hasSlowStartWindow()) {
      config.setSlowStartWindow(old.getSlowStartWindow());
    }
    if (old.hasAggression()) {
      config.setAggression(old.getAggression());
    }
    if (old.hasMinWeightPercent()) {
      config.setMinWeightPercent(old.getMinWeightPercent());
    }
    return config.build();
  }

  /** As Envoy does: settings of a policy that the cluster does not have are a mistake. */
  private static void refuseForeignSettings(Cluster cluster) {
    Cluster.LbPolicy owner =
        switch (cluster.getLbConfigCase()) {
          case RING_HASH_LB_CONFIG -> Cluster.LbPolicy.RING_HASH;
          case MAGLEV_LB_CONFIG -> Cluster.LbPolicy.MAGLEV;
          case LEAST_REQUEST_LB_CONFIG -> Cluster.LbPolicy.LEAST_REQUEST;
          case ROUND_ROBIN_LB_CONFIG -> Cluster.LbPolicy.ROUND_ROBIN;
          case ORIGINAL_DST_LB_CONFIG -> Cluster.LbPolicy.CLUSTER_PROVIDED;
          case LBCONFIG_NOT_SET -> null;
        };
    if (owner != null && !Objects.equals(owner, cluster.getLbPolicy())) {
      throw new InvalidConfigException(
          "lb_policy", cluster.getLbPolicy(), owner + ", whose settings are given");
    }
  }
}
