package mesh.proxy.cluster.lb.ringhash;

import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash;
import java.util.function.ToLongFunction;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.HashConfig;
import mesh.proxy.cluster.lb.HashSettings;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.config.Supported;
import mesh.proxy.hash.XxHash64;

/** Registers {@code envoy.load_balancing_policies.ring_hash}. */
public final class RingHashPolicy implements LbPolicy<RingHash> {

  private static final int USUAL_MINIMUM = 1024;
  private static final int MOST = 8 * 1024 * 1024;

  @Override
  public String name() {
    return "envoy.load_balancing_policies.ring_hash";
  }

  @Override
  public RingHash prototype() {
    return RingHash.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype())
        .and(HashConfig.SUPPORTED, Supported.all(LocalityWeightedLbConfig.getDefaultInstance()));
  }

  @Override
  public Balancing bind(RingHash proto, LbContext context) {
    int minimum =
        proto.hasMinimumRingSize()
            ? size("minimum_ring_size", proto.getMinimumRingSize().getValue())
            : USUAL_MINIMUM;
    int maximum =
        proto.hasMaximumRingSize()
            ? size("maximum_ring_size", proto.getMaximumRingSize().getValue())
            : MOST;
    if (minimum > maximum) {
      throw new InvalidConfigException(
          "minimum_ring_size", minimum, "at most maximum_ring_size, " + maximum);
    }
    HashSettings settings = HashConfig.parse(hashing(proto));
    ToLongFunction<String> hash = hash(proto);
    return new Balancing(
        (candidates, stats) ->
            settings.bounded(
                RingHashPicker.of(
                    candidates,
                    new RingSize(minimum, maximum),
                    settings,
                    hash,
                    stats.scope("ring_hash_lb")),
                candidates),
        true,
        proto.hasLocalityWeightedLbConfig(),
        null);
  }

  /** The newer message wins; the two fields before it mean the same. */
  @SuppressWarnings("deprecation") // they are still written
  private static ConsistentHashingLbConfig hashing(RingHash proto) {
    if (proto.hasConsistentHashingLbConfig()) {
      return proto.getConsistentHashingLbConfig();
    }
    var old =
        ConsistentHashingLbConfig.newBuilder()
            .setUseHostnameForHashing(proto.getUseHostnameForHashing());
    if (proto.hasHashBalanceFactor()) {
      old.setHashBalanceFactor(proto.getHashBalanceFactor());
    }
    return old.build();
  }

  private static ToLongFunction<String> hash(RingHash proto) {
    return switch (proto.getHashFunction()) {
      case DEFAULT_HASH, XX_HASH -> XxHash64::hash;
      case MURMUR_HASH_2 -> MurmurHash2::hash;
      case UNRECOGNIZED ->
          throw new InvalidConfigException(
              "hash_function", proto.getHashFunctionValue(), "XX_HASH or MURMUR_HASH_2");
    };
  }

  private static int size(String field, long size) {
    if (size < 1 || size > MOST) {
      throw new InvalidConfigException(field, Long.toUnsignedString(size), "1.." + MOST);
    }
    return (int) size;
  }
}
