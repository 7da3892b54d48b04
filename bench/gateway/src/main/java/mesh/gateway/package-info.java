/** A peer for measurements: Spring Cloud Gateway as its documentation sets it up. */
@NullMarked
package mesh.gateway;

import org.jspecify.annotations.NullMarked;
