/**
 * Room 1: binds addresses, accepts connections, finds the filter chain for each, and lets them end
 * in peace.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/listeners/listeners
 */
@NullMarked
package mesh.proxy.listener;

import org.jspecify.annotations.NullMarked;
