/** The control plane as a program that looks at rules and ends; it needs no Spring. */
@NullMarked
package mesh.pilot.analyze;

import org.jspecify.annotations.NullMarked;
