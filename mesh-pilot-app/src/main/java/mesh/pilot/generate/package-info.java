/**
 * What one proxy is told of the world: pure functions from a record of inputs to xDS resources. The
 * record is also the key under which the result is kept.
 */
@NullMarked
package mesh.pilot.generate;

import org.jspecify.annotations.NullMarked;
