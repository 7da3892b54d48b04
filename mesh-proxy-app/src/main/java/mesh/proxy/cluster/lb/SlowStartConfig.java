package mesh.proxy.cluster.lb;

import io.envoyproxy.envoy.config.core.v3.RuntimeDouble;
import io.envoyproxy.envoy.type.v3.Percent;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/** Reads how new hosts get their share. */
public final class SlowStartConfig {

  /** The fields of {@code SlowStartConfig} that are honoured. */
  public static final Supported SUPPORTED =
      Supported.all(
              io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig
                  .getDefaultInstance())
          .and(
              Supported.all(RuntimeDouble.getDefaultInstance()),
              Supported.all(Percent.getDefaultInstance()));

  private static final double MIN_WEIGHT_PERCENT = 10;

  private SlowStartConfig() {}

  /** Null if new hosts get all of it at once. */
  public static @Nullable SlowStart parse(
      io.envoyproxy.envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig proto) {
    long window = ProtoValue.duration(proto.getSlowStartWindow()).toNanos();
    if (window <= 0) {
      return null;
    }
    double aggression = proto.hasAggression() ? proto.getAggression().getDefaultValue() : 1;
    if (!(aggression > 0)) {
      throw new InvalidConfigException(
          "slow_start_config.aggression.default_value", aggression, "> 0");
    }
    double minWeight =
        proto.hasMinWeightPercent() ? proto.getMinWeightPercent().getValue() : MIN_WEIGHT_PERCENT;
    if (!(minWeight >= 0 && minWeight <= 100)) {
      throw new InvalidConfigException("slow_start_config.min_weight_percent", minWeight, "0..100");
    }
    return new SlowStart(
        window, proto.getAggression().getRuntimeKey(), aggression, minWeight / 100);
  }
}
