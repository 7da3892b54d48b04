/**
 * Messages that are written for every request: by hand, for the generated classes cost several
 * times the request's own garbage.
 */
@NullMarked
package mesh.proxy.protobuf;

import org.jspecify.annotations.NullMarked;
