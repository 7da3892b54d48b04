package mesh.proxy.cluster.lb;

import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import mesh.proxy.runtime.Runtime;

/**
 * What a policy may use of the process. Immutable.
 *
 * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
 * @param nanoClock {@link System#nanoTime()}, or a fake one in tests
 */
public record LbContext(Runtime runtime, IntUnaryOperator randomBelow, LongSupplier nanoClock) {}
