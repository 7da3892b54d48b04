/**
 * Health checks by an HTTP request.
 *
 * <p>Contract:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/upstream/health_checking
 *
 * <p>Not supported: {@code codec_client_type: HTTP3}.
 */
@NullMarked
package mesh.proxy.cluster.health.http;

import org.jspecify.annotations.NullMarked;
