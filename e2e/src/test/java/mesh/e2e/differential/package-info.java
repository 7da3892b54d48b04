/**
 * Runs Envoy and our proxy on the same configuration, sends both the same bytes, and compares what
 * they send back, what they send upstream and what they log.
 *
 * <p>{@link mesh.e2e.differential.DifferentialIT} is the test; {@code e2e/README.md} says how a
 * case is written.
 */
@NullMarked
package mesh.e2e.differential;

import org.jspecify.annotations.NullMarked;
