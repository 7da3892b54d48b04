/** What others need to believe our certificates. */
@NullMarked
package mesh.ca.bundle;

import org.jspecify.annotations.NullMarked;
