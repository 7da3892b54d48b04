/** Look-ups that do not grow with the table: hosts by domain, routes by path. */
@NullMarked
package mesh.proxy.route.index;

import org.jspecify.annotations.NullMarked;
