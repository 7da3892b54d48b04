/** What reading and writing heads costs. */
@NullMarked
package mesh.bench.http;

import org.jspecify.annotations.NullMarked;
