/** Callers that show a token which was made for their identity, once. */
@NullMarked
package mesh.ca.attest.jointoken;

import org.jspecify.annotations.NullMarked;
