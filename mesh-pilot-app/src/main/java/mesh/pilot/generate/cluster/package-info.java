/** Clusters out of services and destination rules. Pure functions. */
@NullMarked
package mesh.pilot.generate.cluster;

import org.jspecify.annotations.NullMarked;
