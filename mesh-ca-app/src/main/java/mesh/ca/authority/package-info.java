/** The keys that sign: a root, and an intermediate below it. */
@NullMarked
package mesh.ca.authority;

import org.jspecify.annotations.NullMarked;
