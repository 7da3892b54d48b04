package mesh.proxy.tracing;

import java.net.InetAddress;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * What tracing systems may use of the proxy. Immutable.
 *
 * @param nodeId {@code node.id}; may be empty
 * @param service {@code node.cluster}; may be empty
 * @param ownAddress of this proxy; null if it has none but loopback
 * @param stats root scope of the process
 * @param isCluster knows the names of clusters
 * @param randomLong any number; safe on every loop
 */
public record TraceContext(
    String nodeId,
    String service,
    @Nullable InetAddress ownAddress,
    Stats stats,
    Runtime runtime,
    Predicate<String> isCluster,
    CollectorClient collectors,
    LongSupplier randomLong) {}
