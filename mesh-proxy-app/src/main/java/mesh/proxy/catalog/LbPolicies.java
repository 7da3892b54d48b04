package mesh.proxy.catalog;

import java.util.List;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.leastrequest.LeastRequestPolicy;
import mesh.proxy.cluster.lb.maglev.MaglevPolicy;
import mesh.proxy.cluster.lb.random.RandomPolicy;
import mesh.proxy.cluster.lb.ringhash.RingHashPolicy;
import mesh.proxy.cluster.lb.roundrobin.RoundRobinPolicy;

/** Every load balancing policy we ship. */
public final class LbPolicies {

  public static final List<LbPolicy<?>> ALL =
      List.of( // alphabetical
          new LeastRequestPolicy(),
          new MaglevPolicy(),
          new RandomPolicy(),
          new RingHashPolicy(),
          new RoundRobinPolicy());

  private LbPolicies() {}
}
