package mesh.proxy.cluster.lb.roundrobin;

import io.envoyproxy.envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LocalityConfig;
import mesh.proxy.cluster.lb.SlowStartConfig;
import mesh.proxy.config.Supported;

/** Registers {@code envoy.load_balancing_policies.round_robin}. */
public final class RoundRobinPolicy implements LbPolicy<RoundRobin> {

  @Override
  public String name() {
    return "envoy.load_balancing_policies.round_robin";
  }

  @Override
  public RoundRobin prototype() {
    return RoundRobin.getDefaultInstance();
  }

  @Override
  public Supported supported() {
    return Supported.all(prototype()).and(SlowStartConfig.SUPPORTED, LocalityConfig.SUPPORTED);
  }

  @Override
  public Balancing bind(RoundRobin proto, LbContext context) {
    return new Balancing(
        (candidates, stats) -> RoundRobinPicker.of(candidates, context.randomBelow()),
        false,
        LocalityConfig.isWeighted(proto.getLocalityLbConfig()),
        SlowStartConfig.parse(proto.getSlowStartConfig()));
  }
}
