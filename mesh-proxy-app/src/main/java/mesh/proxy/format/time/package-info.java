/** Points in time, printed by the patterns of {@code strftime}. */
@NullMarked
package mesh.proxy.format.time;

import org.jspecify.annotations.NullMarked;
