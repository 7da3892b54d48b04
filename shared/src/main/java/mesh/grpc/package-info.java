/** Words of gRPC that rules, access logs and proxies speak. */
@NullMarked
package mesh.grpc;

import org.jspecify.annotations.NullMarked;
