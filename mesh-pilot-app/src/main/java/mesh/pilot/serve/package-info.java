/** What each connected proxy should have, with a version for each resource. */
@NullMarked
package mesh.pilot.serve;

import org.jspecify.annotations.NullMarked;
