package mesh.proxy.cluster.grpc;

import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.pool.Pools;
import mesh.proxy.worker.Worker;

/**
 * Calls over the connections that requests use: same loop, same limits, same statistics. Shared by
 * all loops.
 */
public final class PoolGrpcClient implements GrpcClient {

  private final Clusters clusters;
  private final Pools pools;

  public PoolGrpcClient(Clusters clusters, Pools pools) {
    this.clusters = clusters;
    this.pools = pools;
  }

  @Override
  public GrpcCall call(Worker worker, GrpcTarget target, String path, GrpcCall.Listener listener) {
    return new PoolCall(clusters, pools, worker, target, path, listener);
  }
}
