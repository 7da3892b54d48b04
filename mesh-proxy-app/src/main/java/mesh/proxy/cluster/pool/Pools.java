package mesh.proxy.cluster.pool;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ClusterListener;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.protocol.UpstreamHttpConfig;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.Protocol;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;

/** The pools of all loops. Each loop touches only its own, so there is nothing to lock. */
public final class Pools implements ClusterListener {

  private static final int KINDS = 3; // HTTP/1, HTTP/2, what ALPN says

  /** The pools of one loop to one host. */
  private static final class OfHost {

    final Cluster cluster;
    final @Nullable HostPool[] pools = new HostPool[RoutingPriority.values().length * KINDS];

    OfHost(Cluster cluster) {
      this.cluster = cluster;
    }
  }

  private final Workers workers;
  private final Transport transport;
  private final List<IdentityHashMap<Endpoint, OfHost>> byWorker = new ArrayList<>();

  public Pools(Workers workers, Transport transport) {
    this.workers = workers;
    this.transport = transport;
    workers.all().forEach(worker -> byWorker.add(new IdentityHashMap<>()));
  }

  /**
   * The pool for a request. On the worker's loop.
   *
   * @param downstream the version that the client speaks
   */
  public HostPool of(
      Worker worker,
      Cluster cluster,
      Endpoint host,
      RoutingPriority priority,
      Protocol downstream) {
    Map<Endpoint, OfHost> own = byWorker.get(worker.index());
    OfHost found = own.get(host);
    if (found == null) {
      found = new OfHost(cluster);
      own.put(host, found);
    }
    Protocol protocol = protocol(cluster, downstream);
    int kind = protocol == null ? 2 : protocol == Protocol.HTTP2 ? 1 : 0;
    int at = priority.ordinal() * KINDS + kind;
    HostPool pool = found.pools[at];
    if (pool == null) {
      pool = make(worker, cluster, host, priority, protocol);
      found.pools[at] = pool;
    }
    return pool;
  }

  private static @Nullable Protocol protocol(Cluster cluster, Protocol downstream) {
    return switch (cluster.config().http().protocol()) {
      case HTTP1 -> Protocol.HTTP11;
      case HTTP2 -> Protocol.HTTP2;
      case AS_DOWNSTREAM -> downstream == Protocol.HTTP2 ? Protocol.HTTP2 : Protocol.HTTP11;
      case BY_ALPN -> null;
    };
  }

  private HostPool make(
      Worker worker,
      Cluster cluster,
      Endpoint host,
      RoutingPriority priority,
      @Nullable Protocol protocol) {
    UpstreamHttpConfig http = cluster.config().http();
    var settings =
        new PoolSettings(
            cluster.config().connection().connectTimeout().toMillis(),
            http.idleTimeout().toMillis(),
            http.maxConnectionDuration().toMillis(),
            http.maxRequestsPerConnection(),
            100);
    var connections = new SocketConnections(cluster, transport);
    return new HostPool(cluster, host, priority, protocol, connections, settings, worker);
  }

  @Override
  public void removed(Cluster cluster) {
    onEveryLoop(own -> drop(own, cluster, null));
  }

  @Override
  public void hostsRemoved(Cluster cluster, List<Endpoint> hosts) {
    onEveryLoop(own -> hosts.forEach(host -> drop(own, cluster, host)));
  }

  @Override
  public void hostFailed(Cluster cluster, Endpoint host) {
    if (cluster.config().connection().closeOnHealthFailure()) {
      onEveryLoop(own -> forEachPool(own.get(host), HostPool::close));
    }
  }

  private void onEveryLoop(java.util.function.Consumer<Map<Endpoint, OfHost>> task) {
    for (Worker worker : workers.all()) {
      worker.loop().execute(() -> task.accept(byWorker.get(worker.index())));
    }
  }

  private static void drop(Map<Endpoint, OfHost> own, Cluster cluster, @Nullable Endpoint only) {
    own.entrySet()
        .removeIf(
            entry -> {
              boolean goes =
                  only == null ? entry.getValue().cluster == cluster : entry.getKey() == only;
              if (goes) {
                forEachPool(entry.getValue(), HostPool::drain);
              }
              return goes;
            });
  }

  private static void forEachPool(
      @Nullable OfHost host, java.util.function.Consumer<HostPool> task) {
    if (host != null) {
      for (HostPool pool : host.pools) {
        if (pool != null) {
          task.accept(pool);
        }
      }
    }
  }
}
