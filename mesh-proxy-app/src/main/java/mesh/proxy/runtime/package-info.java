/** Values that an operator changes while the proxy runs. */
@NullMarked
package mesh.proxy.runtime;

import org.jspecify.annotations.NullMarked;
