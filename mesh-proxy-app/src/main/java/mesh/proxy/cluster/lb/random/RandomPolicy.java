package mesh.proxy.cluster.lb.random;

import io.envoyproxy.envoy.extensions.load_balancing_policies.random.v3.Random;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LocalityConfig;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.load_balancing_policies.random}. */
public final class RandomPolicy implements LbPolicy<Random> {

  @Override
  public String name() {
    return "envoy.load_balancing_policies.random";
  }

  @Override
  public Random prototype() {
    return Random.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(LocalityConfig.SUPPORTED);
  }

  @Override
  public Balancing bind(Random proto, LbContext context) {
    return new Balancing(
        (candidates, stats) -> new RandomPicker(candidates, context.randomBelow()),
        false,
        LocalityConfig.isWeighted(proto.getLocalityLbConfig()),
        null);
  }
}
