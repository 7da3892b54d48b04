/**
 * Certificates, keys and trust anchors: where they come from, how they are read, when they are read
 * again.
 */
@NullMarked
package mesh.proxy.tls.secret;

import org.jspecify.annotations.NullMarked;
