/**
 * The parts of a forwarding route that are told to the router: where to, for how long, with which
 * copies.
 */
@NullMarked
package mesh.proxy.route.forward;

import org.jspecify.annotations.NullMarked;
