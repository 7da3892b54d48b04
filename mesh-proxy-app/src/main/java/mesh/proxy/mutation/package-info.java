/** Changes to header fields that a configuration asks for. */
@NullMarked
package mesh.proxy.mutation;

import org.jspecify.annotations.NullMarked;
