/** Callers that show the certificate that they have. */
@NullMarked
package mesh.ca.attest.mtls;

import org.jspecify.annotations.NullMarked;
