/** What the apps' meters have in common. */
@NullMarked
package mesh.metrics;

import org.jspecify.annotations.NullMarked;
