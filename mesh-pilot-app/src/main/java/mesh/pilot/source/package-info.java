/** Where rules and services come from; each source has a folder. */
@NullMarked
package mesh.pilot.source;

import org.jspecify.annotations.NullMarked;
