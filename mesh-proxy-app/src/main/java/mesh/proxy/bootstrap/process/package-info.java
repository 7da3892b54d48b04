/** The process itself: how it starts, why it does not start, and how it ends. */
@NullMarked
package mesh.proxy.bootstrap.process;

import org.jspecify.annotations.NullMarked;
