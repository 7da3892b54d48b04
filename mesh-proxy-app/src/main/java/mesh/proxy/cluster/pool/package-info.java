/**
 * Connections to upstream hosts, kept and reused: one pool for each loop, host, priority and
 * protocol, so that nothing is shared and nothing is locked.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/connection_pooling
 */
@NullMarked
package mesh.proxy.cluster.pool;

import org.jspecify.annotations.NullMarked;
