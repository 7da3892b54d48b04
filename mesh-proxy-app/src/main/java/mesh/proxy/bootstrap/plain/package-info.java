/**
 * The short form of a configuration, for who knows Spring and not Envoy: listeners, routes and
 * clusters as properties, written out as the bootstrap that Envoy would be given.
 */
@NullMarked
package mesh.proxy.bootstrap.plain;

import org.jspecify.annotations.NullMarked;
