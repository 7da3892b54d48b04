/** Prints values into string builders as Envoy spells them: JSON, addresses, certificates. */
@NullMarked
package mesh.proxy.format.text;

import org.jspecify.annotations.NullMarked;
