/** Room 5: one upstream host, its place and its health. */
@NullMarked
package mesh.proxy.endpoint;

import org.jspecify.annotations.NullMarked;
