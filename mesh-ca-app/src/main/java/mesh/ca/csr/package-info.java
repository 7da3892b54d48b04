/** The door: the signing call, and the check of what is to be signed. */
@NullMarked
package mesh.ca.csr;

import org.jspecify.annotations.NullMarked;
