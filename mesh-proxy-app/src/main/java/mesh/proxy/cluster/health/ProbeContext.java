package mesh.proxy.cluster.health;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import mesh.proxy.stats.Counter;
import mesh.proxy.worker.ClientLoops;

/**
 * What probes may use. Immutable.
 *
 * @param loops where clients run
 * @param reuseConnection true if a connection serves several checks
 * @param verifyCluster asked for each check: true if the name of the service is to be verified
 * @param verified counts such verifications
 * @param clockMillis wall clock
 */
public record ProbeContext(
    ClientLoops loops,
    boolean reuseConnection,
    BooleanSupplier verifyCluster,
    Counter verified,
    LongSupplier clockMillis) {}
