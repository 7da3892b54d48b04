/** What a certificate says, and for how long. */
@NullMarked
package mesh.ca.issue;

import org.jspecify.annotations.NullMarked;
