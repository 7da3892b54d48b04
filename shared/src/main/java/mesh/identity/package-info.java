/**
 * Who somebody is in the mesh: <a
 * href="https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md">SPIFFE IDs</a>.
 */
@NullMarked
package mesh.identity;

import org.jspecify.annotations.NullMarked;
