/** Start here: the only Spring code; it reads properties and wires the rooms. */
@NullMarked
package mesh.ca.bootstrap;

import org.jspecify.annotations.NullMarked;
