/** Wishes for certificates: <a href="https://www.rfc-editor.org/rfc/rfc2986">PKCS #10</a>. */
@NullMarked
package mesh.identity.csr;

import org.jspecify.annotations.NullMarked;
