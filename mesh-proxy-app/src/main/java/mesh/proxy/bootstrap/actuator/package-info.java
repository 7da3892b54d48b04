/**
 * The proxy in Spring's actuator: health, information, and Envoy's statistics beside the metrics of
 * the virtual machine. Statistics are read when somebody asks; nothing is registered before.
 */
@NullMarked
package mesh.proxy.bootstrap.actuator;

import org.jspecify.annotations.NullMarked;
