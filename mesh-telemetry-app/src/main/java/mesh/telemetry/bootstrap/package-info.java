/** Start here: the only Spring code; it reads properties and wires the rooms. */
@NullMarked
package mesh.telemetry.bootstrap;

import org.jspecify.annotations.NullMarked;
