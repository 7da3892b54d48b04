package mesh.proxy.cluster.outlier;

import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import mesh.proxy.cluster.event.EventLog;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.worker.ControlLoop;

/**
 * What outlier detection may use of the process. Immutable.
 *
 * @param randomBelow maps a bound to a number in {@code [0, bound)}
 * @param clockMillis wall clock, for events
 */
public record OutlierEnvironment(
    ControlLoop loop,
    Runtime runtime,
    EventLog log,
    IntUnaryOperator randomBelow,
    LongSupplier clockMillis) {}
