/** Access logs: formatted on the event loop, written off it. */
@NullMarked
package mesh.proxy.accesslog;

import org.jspecify.annotations.NullMarked;
