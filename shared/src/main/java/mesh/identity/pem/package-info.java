/** Keys and certificates as text (RFC 7468), by the JDK alone. */
@NullMarked
package mesh.identity.pem;

import org.jspecify.annotations.NullMarked;
