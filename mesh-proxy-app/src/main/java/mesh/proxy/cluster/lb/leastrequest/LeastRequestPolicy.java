package mesh.proxy.cluster.lb.leastrequest;

import io.envoyproxy.envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest;
import java.util.function.IntUnaryOperator;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LocalityConfig;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.cluster.lb.SlowStartConfig;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.load_balancing_policies.least_request}. */
public final class LeastRequestPolicy implements LbPolicy<LeastRequest> {

  private static final int DEFAULT_CHOICES = 2;

  @Override
  public String name() {
    return "envoy.load_balancing_policies.least_request";
  }

  @Override
  public LeastRequest prototype() {
    return LeastRequest.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.of(prototype())
        .fields(
            "choice_count",
            "active_request_bias",
            "slow_start_config",
            "locality_lb_config",
            "selection_method")
        .and(SlowStartConfig.SUPPORTED, LocalityConfig.SUPPORTED);
  }

  @Override
  public Balancing bind(LeastRequest proto, LbContext context) {
    int choices = proto.hasChoiceCount() ? proto.getChoiceCount().getValue() : DEFAULT_CHOICES;
    if (choices < 2) {
      throw new InvalidConfigException("choice_count", Integer.toUnsignedLong(choices), ">= 2");
    }
    double bias = proto.hasActiveRequestBias() ? proto.getActiveRequestBias().getDefaultValue() : 1;
    if (!(bias >= 0)) {
      throw new InvalidConfigException("active_request_bias.default_value", bias, ">= 0");
    }
    String biasKey = proto.getActiveRequestBias().getRuntimeKey();
    boolean fullScan = proto.getSelectionMethod() == LeastRequest.SelectionMethod.FULL_SCAN;
    IntUnaryOperator random = context.randomBelow();
    return new Balancing(
        (candidates, stats) ->
            fullScan
                ? new FullScanPicker(candidates, random)
                : picker(candidates, choices, context.runtime().number(biasKey, bias), random),
        false,
        LocalityConfig.isWeighted(proto.getLocalityLbConfig()),
        SlowStartConfig.parse(proto.getSlowStartConfig()));
  }

  private static Picker picker(
      Candidates candidates, int choices, double bias, IntUnaryOperator random) {
    return candidates.isUniform()
        ? new LeastRequestPicker(candidates, choices, random)
        : WeightedLeastRequestPicker.of(candidates, choices, bias, random);
  }
}
