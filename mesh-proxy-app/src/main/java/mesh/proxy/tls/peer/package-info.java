/**
 * Who is at the other end: chains to a trust anchor, revocation, names and hashes of certificates.
 */
@NullMarked
package mesh.proxy.tls.peer;

import org.jspecify.annotations.NullMarked;
