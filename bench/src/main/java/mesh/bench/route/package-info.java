/** What finding a route costs. */
@NullMarked
package mesh.bench.route;

import org.jspecify.annotations.NullMarked;
