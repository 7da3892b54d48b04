package mesh.proxy.cluster;

import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ControlLoop;

/**
 * What clusters may use of the process. Immutable.
 *
 * @param stats root scope of the process
 * @param loop where everything that changes a cluster runs
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 */
public record ClusterContext(
    Stats stats,
    Runtime runtime,
    ControlLoop loop,
    IntUnaryOperator randomBelow,
    UpstreamSocketFactory sockets) {

  LbContext lb() {
    return new LbContext(runtime, randomBelow, loop::nanoTime);
  }
}
