/** Route tables out of virtual services and services. Pure functions. */
@NullMarked
package mesh.pilot.generate.route;

import org.jspecify.annotations.NullMarked;
