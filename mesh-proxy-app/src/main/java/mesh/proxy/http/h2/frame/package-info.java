/** Frames on the wire: reads and checks them, writes them in batches, counts those that flood. */
@NullMarked
package mesh.proxy.http.h2.frame;

import org.jspecify.annotations.NullMarked;
