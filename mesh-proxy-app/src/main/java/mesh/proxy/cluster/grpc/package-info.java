/**
 * gRPC calls of the proxy itself, through its clusters: cold ones by grpc-java, and those that
 * requests wait for on the pools of their own loop.
 */
@NullMarked
package mesh.proxy.cluster.grpc;

import org.jspecify.annotations.NullMarked;
