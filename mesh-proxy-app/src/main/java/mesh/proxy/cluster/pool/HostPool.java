package mesh.proxy.cluster.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.Breakers;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.breaker.Thresholds;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterGauge;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one loop to one host. Confined to its event loop.
 *
 * <p>A stream takes the connection that was used last and has room: hot connections stay hot, cold
 * ones reach their idle timeout.
 */
public final class HostPool {

  private final Cluster cluster;
  private final Endpoint host;
  private final Breakers breakers;
  private final long maxPerHost; // connections of all loops to this host
  private final ConnectionFactory connections;
  private final PoolSettings settings;
  private final @Nullable Protocol protocol; // null: TLS will tell
  private final Worker worker;
  private final ArrayDeque<PendingStream> pending = new ArrayDeque<>();
  private final ArrayList<PooledConnection> ready = new ArrayList<>(); // the last one was used last
  private final ArrayList<PooledConnection> all = new ArrayList<>();
  private int connecting; // streams that connections under way will have room for
  private boolean draining;
  private boolean discarded;

  HostPool(
      Cluster cluster,
      Endpoint host,
      RoutingPriority priority,
      @Nullable Protocol protocol,
      ConnectionFactory connections,
      PoolSettings settings,
      Worker worker) {
    this.cluster = cluster;
    this.host = host;
    this.breakers = cluster.breakers(priority);
    this.protocol = protocol;
    this.maxPerHost = cluster.maxConnectionsPerHost(priority);
    this.connections = connections;
    this.settings = settings;
    this.worker = worker;
  }

  /**
   * Asks for a stream.
   *
   * @param response takes the answer
   * @return the place in the queue; null if the callbacks were called already
   */
  public @Nullable PendingStream newStream(StreamDecoder response, PoolCallbacks callbacks) {
    PooledConnection free = free();
    if (free != null) {
      attach(free, response, callbacks);
      return null;
    }
    if (!breakers.pendingRequests().tryAcquire()) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_PENDING_OVERFLOW);
      callbacks.onPoolFailure(ResetReason.OVERFLOW, "");
      return null;
    }
    cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_PENDING_TOTAL);
    cluster.stats().increment(ClusterGauge.UPSTREAM_RQ_PENDING_ACTIVE);
    host.add(EndpointStat.RQ_PENDING_ACTIVE, 1);
    var waiting = new PendingStream(this, response, callbacks);
    pending.addLast(waiting);
    connectForPending();
    return pending.contains(waiting) ? waiting : null;
  }

  void cancel(PendingStream stream) {
    if (pending.remove(stream)) {
      pendingEnded();
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_CANCELLED);
    }
  }

  /**
   * Ends idle connections now and busy ones after their last stream; requests that wait are served
   * all the same.
   */
  public void drain() {
    draining = true;
    for (PooledConnection connection : new ArrayList<>(all)) {
      connection.drain();
    }
  }

  /**
   * Lets the connections of now take no more streams: idle ones end at once, busy ones after their
   * last stream. New streams get new connections.
   */
  void renew() {
    for (PooledConnection connection : new ArrayList<>(all)) {
      connection.drain();
    }
  }

  /** Closes every connection; streams in flight are reset. New streams get new connections. */
  void close() {
    for (PooledConnection connection : new ArrayList<>(all)) {
      connection.close();
    }
  }

  /** The pool is not listed any more: another one may take its place. */
  void discard() {
    if (!discarded) {
      discarded = true;
      breakers.connectionPools().release();
    }
  }

  boolean isEmpty() {
    return all.isEmpty() && pending.isEmpty();
  }

  private @Nullable PooledConnection free() {
    for (int at = ready.size() - 1; at >= 0; at--) {
      PooledConnection connection = ready.get(at);
      if (connection.availableStreams() > 0) {
        return connection;
      }
      unlist(connection); // comes back when it has room
    }
    return null;
  }

  private void attach(
      PooledConnection connection, StreamDecoder response, PoolCallbacks callbacks) {
    callbacks.onPoolHost(host);
    if (!breakers.requests().tryAcquire()) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_PENDING_OVERFLOW);
      callbacks.onPoolFailure(ResetReason.OVERFLOW, "");
      return;
    }
    cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_TOTAL);
    cluster.stats().increment(ClusterGauge.UPSTREAM_RQ_ACTIVE);
    host.requestStarted();
    ClientConnection client = connection.client();
    StreamEncoder request = connection.newStream(response);
    if (connection.availableStreams() == 0) {
      unlist(connection);
    }
    callbacks.onPoolReady(request, client);
  }

  /** A stream of a connection is over. */
  void streamEnded(PooledConnection connection) {
    breakers.requests().release();
    cluster.stats().decrement(ClusterGauge.UPSTREAM_RQ_ACTIVE);
    host.requestFinished();
    capacityChanged(connection);
  }

  /** A connection has room again, or none any more. */
  void capacityChanged(PooledConnection connection) {
    if (connection.availableStreams() > 0 && !draining) {
      list(connection);
      serve();
    }
  }

  private void serve() {
    while (!pending.isEmpty()) {
      PooledConnection free = free();
      if (free == null) {
        connectForPending();
        return;
      }
      PendingStream next = pending.removeFirst();
      pendingEnded();
      attach(free, next.response, next.callbacks);
    }
  }

  private void connectForPending() {
    while (connecting < pending.size()) {
      boolean first =
          all.isEmpty(); // one connection is always allowed: else a host could never be reached
      if (!mayConnect()) {
        cluster.stats().increment(ClusterCounter.UPSTREAM_CX_OVERFLOW);
        if (!first) {
          return; // waits until a connection is free
        }
        breakers.connections().acquire();
      }
      var connection = new PooledConnection(this, cluster, host, settings, worker);
      all.add(connection);
      connecting += connection.expectedStreams(protocol);
      connection.connect(connections, protocol);
    }
  }

  private boolean mayConnect() {
    return (maxPerHost == Thresholds.UNLIMITED || host.count(EndpointStat.CX_ACTIVE) < maxPerHost)
        && breakers.connections().tryAcquire();
  }

  void connected(PooledConnection connection) {
    connecting -= connection.expectedStreams(protocol);
    list(connection);
    serve();
    if (draining) {
      connection.drain(); // not before: those who waited for it have it now
    }
  }

  /**
   * A connection could not be made: whoever waits for this host hears of it, for the next try would
   * fare no better.
   */
  void connectFailed(PooledConnection connection, ResetReason reason, String transportFailure) {
    connecting -= connection.expectedStreams(protocol);
    remove(connection);
    var failed = new ArrayList<>(pending);
    pending.clear();
    for (PendingStream stream : failed) {
      pendingEnded();
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_PENDING_FAILURE_EJECT);
      stream.callbacks.onPoolHost(host);
      stream.callbacks.onPoolFailure(reason, transportFailure);
    }
  }

  void closed(PooledConnection connection) {
    remove(connection);
    if (!pending.isEmpty()) {
      connectForPending();
    }
  }

  private void remove(PooledConnection connection) {
    unlist(connection);
    all.remove(connection);
    breakers.connections().release();
  }

  private void list(PooledConnection connection) {
    if (!connection.listed) {
      connection.listed = true;
      ready.add(connection);
    }
  }

  private void unlist(PooledConnection connection) {
    if (connection.listed) {
      connection.listed = false;
      if (ready.getLast() == connection) {
        ready.removeLast(); // nearly always
      } else {
        ready.remove(connection);
      }
    }
  }

  private void pendingEnded() {
    breakers.pendingRequests().release();
    cluster.stats().decrement(ClusterGauge.UPSTREAM_RQ_PENDING_ACTIVE);
    host.add(EndpointStat.RQ_PENDING_ACTIVE, -1);
  }
}
