/**
 * Room 2: everything that looks at bytes, connections or requests on their way; one folder an
 * extension.
 */
@NullMarked
package mesh.proxy.filter;

import org.jspecify.annotations.NullMarked;
