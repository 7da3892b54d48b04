/** Start here: wires the rooms. The only Spring code of the proxy. */
@NullMarked
package mesh.proxy.bootstrap;

import org.jspecify.annotations.NullMarked;
