/** gRPC calls of the proxy itself, through its clusters. */
@NullMarked
package mesh.proxy.cluster.grpc;

import org.jspecify.annotations.NullMarked;
