/** Listeners out of instances, gateways and policies. Pure functions. */
@NullMarked
package mesh.pilot.generate.listener;

import org.jspecify.annotations.NullMarked;
