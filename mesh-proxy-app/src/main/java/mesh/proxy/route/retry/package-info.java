/** When a failed attempt is repeated, how often, after how long, and where. */
@NullMarked
package mesh.proxy.route.retry;

import org.jspecify.annotations.NullMarked;
