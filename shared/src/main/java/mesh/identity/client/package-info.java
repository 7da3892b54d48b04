/**
 * A workload's own certificate, from the authority of the mesh: asked for with a join token or the
 * certificate before, kept on disk, renewed in time. Whoever uses it listens.
 */
@NullMarked
package mesh.identity.client;

import org.jspecify.annotations.NullMarked;
