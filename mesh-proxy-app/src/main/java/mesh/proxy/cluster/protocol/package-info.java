/** Which protocol a cluster's hosts are spoken to in, and with which settings. */
@NullMarked
package mesh.proxy.cluster.protocol;

import org.jspecify.annotations.NullMarked;
