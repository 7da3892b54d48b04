/**
 * Evidence, in flow order: {@code receive}, {@code attribute}, {@code rule}, {@code handler},
 * {@code graph}, {@code query}.
 */
@NullMarked
package mesh.telemetry;

import org.jspecify.annotations.NullMarked;
