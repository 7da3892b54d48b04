/** Keys kept in files. */
@NullMarked
package mesh.ca.authority.disk;

import org.jspecify.annotations.NullMarked;
