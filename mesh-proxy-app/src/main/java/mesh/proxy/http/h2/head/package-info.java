/**
 * Header blocks: from and to {@link mesh.proxy.http.Headers}, and the rules that they must obey.
 */
@NullMarked
package mesh.proxy.http.h2.head;

import org.jspecify.annotations.NullMarked;
