package mesh.proxy.cluster.grpc;

import java.util.Map;

/**
 * A gRPC service and how it is reached. Immutable.
 *
 * @param cluster through which it is reached
 * @param authority of the calls
 * @param metadata sent with each call; names are lower case
 */
public record GrpcTarget(String cluster, String authority, Map<String, String> metadata) {

  public GrpcTarget {
    metadata = Map.copyOf(metadata);
  }
}
