/** Files that configuration lies in: tells when they change. */
@NullMarked
package mesh.proxy.file;

import org.jspecify.annotations.NullMarked;
