/** The hash of a request, which keeps requests that belong together on one endpoint. */
@NullMarked
package mesh.proxy.route.hash;

import org.jspecify.annotations.NullMarked;
