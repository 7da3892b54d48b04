/** One line and one count for each certificate that was issued or refused. */
@NullMarked
package mesh.ca.audit;

import org.jspecify.annotations.NullMarked;
