/** Hash functions whose values other proxies agree on. */
@NullMarked
package mesh.proxy.hash;

import org.jspecify.annotations.NullMarked;
