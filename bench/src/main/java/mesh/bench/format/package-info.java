/** What lines of logs cost. */
@NullMarked
package mesh.bench.format;

import org.jspecify.annotations.NullMarked;
