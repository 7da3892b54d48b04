package mesh.proxy.cluster.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ClusterListener;
import mesh.proxy.cluster.breaker.Breaker;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.protocol.UpstreamHttpConfig;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.Protocol;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;

/** The pools of all loops. Each loop touches only its own, so there is nothing to lock. */
public final class Pools implements ClusterListener {

  private static final int KINDS = 4; // HTTP/1, HTTP/2, what ALPN says, byte streams

  /** The pools of one loop to one host. */
  private static final class OfHost {

    final Cluster cluster;
    private final @Nullable HostPool[] usual = table();
    private @Nullable Map<TlsTarget, @Nullable HostPool[]> named; // by what TLS is to ask for

    OfHost(Cluster cluster) {
      this.cluster = cluster;
    }

    @Nullable HostPool[] pools(@Nullable TlsTarget target) {
      if (target == null) {
        return usual;
      }
      if (named == null) {
        named = new HashMap<>();
      }
      return named.computeIfAbsent(target, key -> table());
    }

    void forEach(Consumer<HostPool> task) {
      forEach(usual, task);
      if (named != null) {
        named.values().forEach(pools -> forEach(pools, task));
      }
    }

    /** Lets go of pools without connections; true if there was one. */
    boolean dropIdle() {
      boolean dropped = dropIdle(usual);
      if (named != null) {
        for (@Nullable HostPool[] pools : named.values()) {
          dropped |= dropIdle(pools);
        }
        named.values().removeIf(pools -> Arrays.stream(pools).allMatch(Objects::isNull));
      }
      return dropped;
    }

    private static boolean dropIdle(@Nullable HostPool[] pools) {
      boolean dropped = false;
      for (int at = 0; at < pools.length; at++) {
        HostPool pool = pools[at];
        if (pool != null && pool.isEmpty()) {
          pool.discard();
          pools[at] = null;
          dropped = true;
        }
      }
      return dropped;
    }

    private static void forEach(@Nullable HostPool[] pools, Consumer<HostPool> task) {
      for (HostPool pool : pools) {
        if (pool != null) {
          task.accept(pool);
        }
      }
    }

    private static @Nullable HostPool[] table() {
      return new HostPool[RoutingPriority.values().length * KINDS];
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
   * @param downstream the version that the client speaks; null for a byte stream, whose connections
   *     nobody else has used
   * @param target what TLS is to ask for; null for what the cluster and the host say
   * @return null if the cluster has as many pools as it may
   */
  public @Nullable HostPool of(
      Worker worker,
      Cluster cluster,
      Endpoint host,
      RoutingPriority priority,
      @Nullable Protocol downstream,
      @Nullable TlsTarget target) {
    Map<Endpoint, OfHost> own = byWorker.get(worker.index());
    OfHost found = own.get(host);
    if (found == null) {
      found = new OfHost(cluster);
      own.put(host, found);
    }
    Protocol protocol = downstream == null ? Protocol.HTTP11 : protocol(cluster, downstream);
    int kind = downstream == null ? 3 : protocol == null ? 2 : protocol == Protocol.HTTP2 ? 1 : 0;
    int at = priority.ordinal() * KINDS + kind;
    @Nullable HostPool[] pools = found.pools(target);
    HostPool pool = pools[at];
    if (pool == null && mayMake(cluster, priority, own)) {
      pool = make(worker, cluster, host, priority, new Wish(protocol, target));
      found.pools(target)[at] = pool; // the table may be another one: idle ones were dropped
    }
    return pool;
  }

  /** Looks at the limit of pools; those that nobody uses make room. */
  private static boolean mayMake(
      Cluster cluster, RoutingPriority priority, Map<Endpoint, OfHost> own) {
    Breaker limit = cluster.breakers(priority).connectionPools();
    if (limit.tryAcquire()) {
      return true;
    }
    boolean dropped = false;
    for (OfHost host : own.values()) {
      dropped |= host.cluster == cluster && host.dropIdle();
    }
    if (dropped && limit.tryAcquire()) {
      return true;
    }
    cluster.stats().increment(ClusterCounter.UPSTREAM_CX_POOL_OVERFLOW);
    return false;
  }

  /** How the connections of a pool are made; null is what ALPN says, and what the cluster says. */
  private record Wish(@Nullable Protocol protocol, @Nullable TlsTarget target) {}

  private static @Nullable Protocol protocol(Cluster cluster, Protocol downstream) {
    return switch (cluster.config().http().protocol()) {
      case HTTP1 -> Protocol.HTTP11;
      case HTTP2 -> Protocol.HTTP2;
      case AS_DOWNSTREAM -> downstream == Protocol.HTTP2 ? Protocol.HTTP2 : Protocol.HTTP11;
      case BY_ALPN -> null;
    };
  }

  private HostPool make(
      Worker worker, Cluster cluster, Endpoint host, RoutingPriority priority, Wish wish) {
    UpstreamHttpConfig http = cluster.config().http();
    var settings =
        new PoolSettings(
            cluster.config().connection().connectTimeout().toMillis(),
            http.idleTimeout().toMillis(),
            http.maxConnectionDuration().toMillis(),
            http.maxRequestsPerConnection(),
            100);
    var connections = new SocketConnections(cluster, transport, wish.target());
    return new HostPool(cluster, host, priority, wish.protocol(), connections, settings, worker);
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
  public void membershipChanged(Cluster cluster) {
    if (cluster.config().lb().closeOnHostSetChange()) {
      onEveryLoop(own -> drop(own, cluster, null));
    }
  }

  @Override
  public void hostFailed(Cluster cluster, Endpoint host) {
    boolean close = cluster.config().connection().closeOnHealthFailure();
    onEveryLoop(
        own -> {
          OfHost pools = own.get(host);
          if (pools != null) {
            pools.forEach(close ? HostPool::close : HostPool::renew); // new ones may fare better
          }
        });
  }

  private void onEveryLoop(Consumer<Map<Endpoint, OfHost>> task) {
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
                entry.getValue().forEach(HostPool::drain);
                entry.getValue().forEach(HostPool::discard);
              }
              return goes;
            });
  }
}
