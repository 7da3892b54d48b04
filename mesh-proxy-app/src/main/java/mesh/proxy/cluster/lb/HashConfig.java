package mesh.proxy.cluster.lb;

import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.Supported;

/** Reads what all hash policies share. */
public final class HashConfig {

  /** The fields of {@code ConsistentHashingLbConfig} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.of(ConsistentHashingLbConfig.getDefaultInstance())
          .fields("use_hostname_for_hashing", "hash_balance_factor");

  private static final int LEAST_FACTOR = 100;

  private HashConfig() {}

  /** Faults are named from the policy's message. */
  public static HashSettings parse(ConsistentHashingLbConfig proto) {
    int factor = 0;
    if (proto.hasHashBalanceFactor()) {
      factor = proto.getHashBalanceFactor().getValue();
      if (factor < LEAST_FACTOR) {
        throw new InvalidConfigException(
            "consistent_hashing_lb_config.hash_balance_factor",
            Integer.toUnsignedLong(factor),
            LEAST_FACTOR + "..2147483647");
      }
    }
    return new HashSettings(proto.getUseHostnameForHashing(), factor);
  }
}
