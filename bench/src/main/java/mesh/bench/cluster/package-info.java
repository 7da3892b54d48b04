/** What it costs to find the host of a request. */
@NullMarked
package mesh.bench.cluster;

import org.jspecify.annotations.NullMarked;
