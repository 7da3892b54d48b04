/**
 * Tells the other proxy of a call which workload is here, and takes what it tells.
 *
 * <p>Contract: https://istio.io/latest/docs/reference/config/proxy_extensions/peer_metadata/
 *
 * <p>By the headers x-envoy-peer-metadata and x-envoy-peer-metadata-id, which are taken out before
 * an application sees them. {@code workload_discovery} finds nothing, as in Envoy without that
 * bootstrap extension. Not supported: baggage, sharing with the upstream, additional labels.
 */
@NullMarked
package mesh.proxy.filter.http.metadataexchange;

import org.jspecify.annotations.NullMarked;
