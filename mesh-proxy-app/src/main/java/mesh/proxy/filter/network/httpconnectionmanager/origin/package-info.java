/**
 * Who the client is when another proxy stands in between: {@code original_ip_detection_extensions}.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/other_features/ip_transparency
 */
@NullMarked
package mesh.proxy.filter.network.httpconnectionmanager.origin;

import org.jspecify.annotations.NullMarked;
