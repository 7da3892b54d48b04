package mesh.proxy.cluster.grpc;

/** The status codes of gRPC that we make ourselves. */
final class GrpcCode {

  static final int OK = 0;
  static final int CANCELLED = 1;
  static final int UNKNOWN = 2;
  static final int DEADLINE_EXCEEDED = 4;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int INTERNAL = 13;
  static final int UNAVAILABLE = 14;

  private GrpcCode() {}
}
