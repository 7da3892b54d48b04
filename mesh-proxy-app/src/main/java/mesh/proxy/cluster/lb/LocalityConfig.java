package mesh.proxy.cluster.lb;

import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig;
import io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig;
import mesh.proxy.config.Supported;

/** Reads whether localities get traffic by their weights. */
public final class LocalityConfig {

  /** The fields of {@code LocalityLbConfig} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.of(LocalityLbConfig.getDefaultInstance())
          .fields("locality_weighted_lb_config")
          .and(Supported.all(LocalityWeightedLbConfig.getDefaultInstance()));

  private LocalityConfig() {}

  /** True if localities are drawn by weight. */
  public static boolean isWeighted(LocalityLbConfig proto) {
    return proto.hasLocalityWeightedLbConfig();
  }
}
