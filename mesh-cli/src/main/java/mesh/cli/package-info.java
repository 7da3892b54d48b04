/** The {@code mesh} command: starts and checks the apps from a shell. */
@NullMarked
package mesh.cli;

import org.jspecify.annotations.NullMarked;
