/** The conditions of one route. */
@NullMarked
package mesh.proxy.route.match;

import org.jspecify.annotations.NullMarked;
