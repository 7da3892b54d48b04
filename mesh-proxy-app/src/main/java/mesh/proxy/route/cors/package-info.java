/** Cross-origin policies of routes and virtual hosts, which the cors filter enforces. */
@NullMarked
package mesh.proxy.route.cors;

import org.jspecify.annotations.NullMarked;
