/** Lines on their way to files: collected by the loops, written by one thread. */
@NullMarked
package mesh.proxy.accesslog.writer;

import org.jspecify.annotations.NullMarked;
