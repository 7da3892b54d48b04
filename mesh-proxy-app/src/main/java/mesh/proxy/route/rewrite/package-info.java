/** New paths and hosts for requests that are sent on, and for redirects. */
@NullMarked
package mesh.proxy.route.rewrite;

import org.jspecify.annotations.NullMarked;
