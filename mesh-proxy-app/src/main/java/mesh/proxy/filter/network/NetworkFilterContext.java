package mesh.proxy.filter.network;

import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Workers;

/**
 * What a network filter may use of the proxy, given once at load. Immutable.
 *
 * @param listener the listener whose chain it is in
 * @param stats root scope of the process
 * @param listenerStats scope of the listener: {@code listener.0.0.0.0_80.}
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 * @param nanoClock {@link System#nanoTime()}, or a fake one in tests
 */
public record NetworkFilterContext(
    ListenerFacts listener,
    Stats stats,
    Stats listenerStats,
    Runtime runtime,
    Workers workers,
    Transport transport,
    IntUnaryOperator randomBelow,
    LongSupplier nanoClock) {

  /** The same for the chains of another listener. */
  public NetworkFilterContext of(ListenerFacts other, Stats scope) {
    return new NetworkFilterContext(
        other, stats, scope, runtime, workers, transport, randomBelow, nanoClock);
  }
}
