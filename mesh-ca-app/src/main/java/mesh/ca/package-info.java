/**
 * Identity, in flow order: {@code csr}, {@code attest}, {@code issue}, {@code authority}, {@code
 * bundle}.
 */
@NullMarked
package mesh.ca;

import org.jspecify.annotations.NullMarked;
