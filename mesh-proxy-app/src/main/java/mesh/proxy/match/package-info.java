/** Matchers that configurations of all rooms share, compiled once and asked per request. */
@NullMarked
package mesh.proxy.match;

import org.jspecify.annotations.NullMarked;
