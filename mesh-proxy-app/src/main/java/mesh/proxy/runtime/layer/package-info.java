/**
 * Where runtime values come from: layers, each one over those before it.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/operations/runtime. Not
 * supported: {@code rtds_layer}.
 */
@NullMarked
package mesh.proxy.runtime.layer;

import org.jspecify.annotations.NullMarked;
