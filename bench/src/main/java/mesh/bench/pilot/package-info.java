/** How long a change takes until all proxies of a Pilot have it. */
@NullMarked
package mesh.bench.pilot;

import org.jspecify.annotations.NullMarked;
