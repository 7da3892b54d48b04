/** Endpoints out of workloads. Pure functions. */
@NullMarked
package mesh.pilot.generate.endpoint;

import org.jspecify.annotations.NullMarked;
