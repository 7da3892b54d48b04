/**
 * Room 3: authority, path and headers of a request in, the route that it takes out.
 *
 * <p>{@link mesh.proxy.route.RouteTable} is a snapshot: built once from a {@code
 * RouteConfiguration}, shared by all loops, replaced as a whole. What a route does then is a {@link
 * mesh.proxy.route.RouteAction}.
 */
@NullMarked
package mesh.proxy.route;

import org.jspecify.annotations.NullMarked;
