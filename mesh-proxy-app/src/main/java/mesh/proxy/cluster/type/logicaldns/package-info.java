/**
 * {@code LOGICAL_DNS}: a name is one endpoint; new connections go to the address it has then.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/service_discovery#logical-dns
 */
@NullMarked
package mesh.proxy.cluster.type.logicaldns;

import org.jspecify.annotations.NullMarked;
