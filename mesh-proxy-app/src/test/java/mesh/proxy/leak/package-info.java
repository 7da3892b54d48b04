/** Makes a buffer that nobody released fail the build. */
@NullMarked
package mesh.proxy.leak;

import org.jspecify.annotations.NullMarked;
