/**
 * How configuration comes in while the proxy runs: from files, from a management server, or, for
 * the proxy's own certificate, from the process itself. Knows no room: a room registers its {@link
 * mesh.proxy.xds.ResourceType} and a {@link mesh.proxy.xds.Subscriber}.
 *
 * <p>Contract: https://www.envoyproxy.io/docs/envoy/v1.36.0/api-docs/xds_protocol and
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/overview/xds_api. Not supported: REST,
 * ALS-like streams of one's own, {@code xdstp://} names and collections, VHDS, SRDS, ECDS.
 */
@NullMarked
package mesh.proxy.xds;

import org.jspecify.annotations.NullMarked;
