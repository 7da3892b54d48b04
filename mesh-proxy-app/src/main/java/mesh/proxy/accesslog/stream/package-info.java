/**
 * Entries on their way to access log services: collected by each loop for itself and sent on a
 * stream of its own, so that nobody waits for anybody.
 */
@NullMarked
package mesh.proxy.accesslog.stream;

import org.jspecify.annotations.NullMarked;
