/** Rules from a folder of YAML files that is watched. */
@NullMarked
package mesh.pilot.source.file;

import org.jspecify.annotations.NullMarked;
