/** What spans say of their requests. */
@NullMarked
package mesh.proxy.tracing.tag;

import org.jspecify.annotations.NullMarked;
