package mesh.proxy.filter.network.tcpproxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.TimeUnit;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.Breaker;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.pool.ConnectFailure;
import mesh.proxy.cluster.pool.HostSockets;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterGauge;
import mesh.proxy.cluster.stats.ClusterHistogram;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.endpoint.LocalOriginEvent;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to a host, and the connection that comes of it, with its counts. Confined
 * to one event loop.
 */
final class UpstreamLink implements Side.Events {

  private final Session session;
  private final Cluster cluster;
  private final Endpoint host;
  private final Worker worker;
  private final Breaker connections;
  private final long startNanos = System.nanoTime();
  private final Timers.Timeout connectTimeout =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          fail("connect timeout", true);
        }
      };

  private @Nullable ConnectionInfo info;
  private @Nullable Side side;
  private boolean connected;
  private boolean closedByUs;
  private boolean over;

  /** What a session hears of its upstream. */
  interface Session extends Side.Events {

    /** It stands; TLS, if there is any, is done. */
    void onConnected(UpstreamLink link, Side side);

    /**
     * It does not come about.
     *
     * @param reason transport failure; may be empty
     */
    void onConnectFailed(UpstreamLink link, String reason);
  }

  UpstreamLink(Session session, Cluster cluster, Endpoint host, Worker worker) {
    this.session = session;
    this.cluster = cluster;
    this.host = host;
    this.worker = worker;
    this.connections = cluster.breakers(RoutingPriority.DEFAULT).connections();
  }

  /** The caller has looked at the circuit breaker. */
  void connect(Transport transport) {
    ClusterStats stats = cluster.stats();
    connections.acquire();
    stats.increment(ClusterCounter.UPSTREAM_CX_TOTAL);
    stats.increment(ClusterGauge.UPSTREAM_CX_ACTIVE);
    host.add(EndpointStat.CX_TOTAL, 1);
    host.add(EndpointStat.CX_ACTIVE, 1);
    worker.timers().set(connectTimeout, cluster.config().connection().connectTimeout().toMillis());
    UpstreamTls tls = cluster.tls(host);
    new HostSockets(cluster, transport)
        .connect(host, worker, tls, TlsTarget.of(host.hostname()), this::opened)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                fail(ConnectFailure.text(done.cause()), false);
              } else if (tls == null) {
                stands();
              }
            });
  }

  private void opened(Channel channel, ConnectionInfo facts) {
    if (over) {
      channel.close();
      return;
    }
    info = facts;
    side = new Side(this, channel);
    channel.pipeline().addLast("tcp", side);
  }

  private void stands() {
    Side open = side;
    if (over || connected || open == null) {
      return;
    }
    connected = true;
    worker.timers().cancel(connectTimeout);
    cluster.stats().record(ClusterHistogram.UPSTREAM_CX_CONNECT_MS, millisSince(startNanos));
    cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_TOTAL);
    cluster.stats().increment(ClusterGauge.UPSTREAM_RQ_ACTIVE);
    host.requestStarted();
    host.reportLocalOrigin(LocalOriginEvent.CONNECT_SUCCESS);
    session.onConnected(this, open);
  }

  private void fail(String reason, boolean timedOut) {
    if (over || connected) {
      return;
    }
    ClusterStats stats = cluster.stats();
    stats.increment(ClusterCounter.UPSTREAM_CX_CONNECT_FAIL);
    host.add(EndpointStat.CX_CONNECT_FAIL, 1);
    if (timedOut) {
      stats.increment(ClusterCounter.UPSTREAM_CX_CONNECT_TIMEOUT);
    }
    host.reportLocalOrigin(
        timedOut ? LocalOriginEvent.CONNECT_TIMEOUT : LocalOriginEvent.CONNECT_FAILED);
    String tls = info == null ? "" : info.transportFailure();
    end();
    closeChannel();
    session.onConnectFailed(this, tls.isEmpty() ? reason : tls);
  }

  private void end() {
    over = true;
    worker.timers().cancel(connectTimeout);
    connections.release();
    cluster.stats().decrement(ClusterGauge.UPSTREAM_CX_ACTIVE);
    host.add(EndpointStat.CX_ACTIVE, -1);
    if (connected) {
      ClusterStats stats = cluster.stats();
      stats.decrement(ClusterGauge.UPSTREAM_RQ_ACTIVE);
      host.requestFinished();
      stats.record(ClusterHistogram.UPSTREAM_CX_LENGTH_MS, millisSince(startNanos));
      stats.increment(ClusterCounter.UPSTREAM_CX_DESTROY);
      stats.increment(
          closedByUs
              ? ClusterCounter.UPSTREAM_CX_DESTROY_LOCAL
              : ClusterCounter.UPSTREAM_CX_DESTROY_REMOTE);
    }
  }

  /** Ends the connection or the attempt, without telling the session. */
  void abandon() {
    closedByUs = true;
    if (!over && !connected) {
      end();
    }
    closeChannel();
  }

  /** Closes behind what was written. */
  void closeFlushed() {
    closedByUs = true;
    if (side != null) {
      side.closeFlushed();
    }
  }

  /** Ends the connection as the client ended its own: with a reset. */
  void reset() {
    closedByUs = true;
    if (side != null) {
      side.reset();
    }
  }

  private void closeChannel() {
    if (side != null) {
      side.channel().close();
    }
  }

  void sent(int bytes) {
    cluster.stats().add(ClusterCounter.UPSTREAM_CX_TX_BYTES_TOTAL, bytes);
  }

  void received(int bytes) {
    cluster.stats().add(ClusterCounter.UPSTREAM_CX_RX_BYTES_TOTAL, bytes);
  }

  /** The client does not keep up, or does again. */
  void reading(boolean reading) {
    cluster
        .stats()
        .increment(
            reading
                ? ClusterCounter.UPSTREAM_FLOW_CONTROL_RESUMED_READING_TOTAL
                : ClusterCounter.UPSTREAM_FLOW_CONTROL_PAUSED_READING_TOTAL);
  }

  @Nullable ConnectionInfo info() {
    return info;
  }

  @Override
  public void onHandshake(SslHandshakeCompletionEvent event) {
    if (event.isSuccess()) {
      stands();
    } else {
      fail(String.valueOf(event.cause().getMessage()), false);
    }
  }

  @Override
  public void onClosed(Side closed) {
    if (!connected) {
      fail("remote connection failure", false);
    } else if (!over) {
      end();
      session.onClosed(closed);
    }
  }

  @Override
  public void onEarly(ByteBuf data) {
    session.onEarly(data);
  }

  @Override
  public void onBytes(Side from, int bytes) {
    session.onBytes(from, bytes);
  }

  @Override
  public void onInputEnded(Side ended) {
    if (connected) {
      session.onInputEnded(ended);
    } else {
      fail("remote connection failure", false);
    }
  }

  @Override
  public void onReading(Side from, boolean reading) {
    session.onReading(from, reading);
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
