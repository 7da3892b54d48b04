/** Wires what changes the configuration while the proxy runs: xDS, and the bootstrap's own file. */
@NullMarked
package mesh.proxy.bootstrap.discovery;

import org.jspecify.annotations.NullMarked;
