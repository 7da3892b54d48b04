package mesh.proxy.cluster.grpc;

import mesh.proxy.worker.Worker;

/** Calls gRPC services from worker loops. Shared by all of them. */
@FunctionalInterface
public interface GrpcClient {

  /**
   * A call that has not begun. On the worker's loop.
   *
   * @param path such as {@code /package.Service/Method}
   */
  GrpcCall call(Worker worker, GrpcTarget target, String path, GrpcCall.Listener listener);
}
