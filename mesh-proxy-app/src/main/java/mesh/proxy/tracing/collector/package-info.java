/** Posts reports to the hosts of this proxy's own clusters. */
@NullMarked
package mesh.proxy.tracing.collector;

import org.jspecify.annotations.NullMarked;
