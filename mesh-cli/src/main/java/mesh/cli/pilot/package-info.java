/** Commands that ask a running Pilot. */
@NullMarked
package mesh.cli.pilot;

import org.jspecify.annotations.NullMarked;
