/**
 * Where runtime values come from: layers, each one over those before it.
 *
 * <p>Behaviour: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/operations/runtime. A
 * folder is read again when its link is swapped, as Envoy does it, and when files in it change.
 */
@NullMarked
package mesh.proxy.runtime.layer;

import org.jspecify.annotations.NullMarked;
