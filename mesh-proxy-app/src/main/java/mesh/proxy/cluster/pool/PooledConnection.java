package mesh.proxy.cluster.pool;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.TimeUnit;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterGauge;
import mesh.proxy.cluster.stats.ClusterHistogram;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** One connection of a pool, from the first SYN to the last count. Confined to its event loop. */
final class PooledConnection implements ClientConnection.Listener {

  private final HostPool pool;
  private final Cluster cluster;
  private final Endpoint host;
  private final PoolSettings settings;
  private final Worker worker;
  private final long startNanos = System.nanoTime();

  private @Nullable ConnectionInfo info;
  private @Nullable Channel channel;
  private @Nullable ClientConnection client;
  private @Nullable Protocol protocol;
  private long idleSince;
  private boolean timedOut;
  private boolean closedByUs;
  private boolean draining;
  private boolean over;

  /** The pool's mark: it stands in the list of those with room. */
  boolean listed;

  private final Timers.Timeout connectTimeout =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          timedOut = true;
          close();
        }
      };
  private final Timers.Timeout idle =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onIdleTimer();
        }
      };
  private final Timers.Timeout age =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          cluster.stats().increment(ClusterCounter.UPSTREAM_CX_MAX_DURATION_REACHED);
          drain();
        }
      };

  PooledConnection(
      HostPool pool, Cluster cluster, Endpoint host, PoolSettings settings, Worker worker) {
    this.pool = pool;
    this.cluster = cluster;
    this.host = host;
    this.settings = settings;
    this.worker = worker;
  }

  void connect(ConnectionFactory connections, @Nullable Protocol wanted) {
    protocol = wanted;
    cluster.stats().increment(ClusterCounter.UPSTREAM_CX_TOTAL);
    cluster.stats().increment(ClusterGauge.UPSTREAM_CX_ACTIVE);
    host.add(EndpointStat.CX_TOTAL, 1);
    host.add(EndpointStat.CX_ACTIVE, 1);
    worker.timers().set(connectTimeout, settings.connectMillis());
    boolean tls = connections.isTls(host);
    connections
        .connect(
            host,
            worker,
            wanted,
            (opened, facts) -> opened(opened, facts, tls ? connections : null))
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                failed(ConnectFailure.text(connected.cause()));
              } else if (!tls) {
                established(connections);
              }
            });
  }

  private void opened(Channel made, ConnectionInfo facts, @Nullable ConnectionFactory afterTls) {
    channel = made;
    info = facts;
    if (afterTls != null) {
      made.pipeline().addLast("handshake", new HandshakeWatch(afterTls));
    }
    if (over) {
      made.close();
    }
  }

  private void established(ConnectionFactory connections) {
    Channel open = channel;
    ConnectionInfo facts = info;
    if (over || open == null || facts == null) {
      return;
    }
    worker.timers().cancel(connectTimeout);
    ClientConnection made = connections.install(open, protocol, facts, worker, this);
    client = made;
    boolean http2 = made.protocol() == Protocol.HTTP2;
    cluster
        .stats()
        .increment(
            http2
                ? ClusterCounter.UPSTREAM_CX_HTTP2_TOTAL
                : ClusterCounter.UPSTREAM_CX_HTTP1_TOTAL);
    cluster.stats().record(ClusterHistogram.UPSTREAM_CX_CONNECT_MS, millisSince(startNanos));
    if (settings.maxMillis() > 0) {
      worker.timers().set(age, settings.maxMillis());
    }
    becameIdle();
    pool.connected(this);
  }

  private static String reasonOf(@Nullable Throwable cause) {
    return cause == null ? "" : String.valueOf(cause.getMessage());
  }

  private void failed(String cause) {
    if (over) {
      return;
    }
    over = true;
    worker.timers().cancel(connectTimeout);
    closeAccounts();
    String failure =
        info != null && !info.transportFailure().isEmpty() ? info.transportFailure() : cause;
    cluster.stats().increment(ClusterCounter.UPSTREAM_CX_CONNECT_FAIL);
    host.add(EndpointStat.CX_CONNECT_FAIL, 1);
    if (timedOut) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_CONNECT_TIMEOUT);
    }
    pool.connectFailed(
        this,
        timedOut ? ResetReason.CONNECTION_TIMEOUT : ResetReason.REMOTE_CONNECTION_FAILURE,
        failure);
  }

  /** Streams it is expected to take at once when it stands. */
  int expectedStreams(@Nullable Protocol wanted) {
    return wanted == Protocol.HTTP2 ? settings.http2Streams() : 1;
  }

  int availableStreams() {
    return client == null || draining || over ? 0 : client.availableStreams();
  }

  ClientConnection client() {
    if (client == null) {
      throw new IllegalStateException("Not connected yet");
    }
    return client;
  }

  StreamEncoder newStream(StreamDecoder response) {
    ClientConnection open = client();
    StreamEncoder stream = open.newStream(response);
    if (settings.maxRequests() > 0 && open.streamsOpened() >= settings.maxRequests() && !draining) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_MAX_REQUESTS);
      drain();
    }
    return stream;
  }

  /** Takes no more streams, and ends after the last. One that connects is waited for: it stays. */
  void drain() {
    if (client != null) {
      draining = true;
      closedByUs |= client.activeStreams() == 0;
      client.drain();
    }
  }

  void close() {
    closedByUs = true;
    if (client != null) {
      client.close();
    } else if (channel != null) {
      channel.close();
    }
    if (client == null) {
      failed("");
    }
  }

  @Override
  public void onStreamClosed(ClientConnection connection) {
    if (connection.activeStreams() == 0) {
      becameIdle();
    }
    pool.streamEnded(this);
  }

  @Override
  public void onCapacityChanged(ClientConnection connection) {
    pool.capacityChanged(this);
  }

  @Override
  public void onProtocolError(ClientConnection connection) {
    cluster.stats().increment(ClusterCounter.UPSTREAM_CX_PROTOCOL_ERROR);
  }

  @Override
  public void onClosed(ClientConnection connection) {
    if (!over) {
      over = true;
      worker.timers().cancel(idle);
      worker.timers().cancel(age);
      closeAccounts();
      cluster.stats().record(ClusterHistogram.UPSTREAM_CX_LENGTH_MS, millisSince(startNanos));
      cluster.stats().record(ClusterHistogram.UPSTREAM_RQ_PER_CX, connection.streamsOpened());
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_DESTROY);
      cluster
          .stats()
          .increment(
              closedByUs
                  ? ClusterCounter.UPSTREAM_CX_DESTROY_LOCAL
                  : ClusterCounter.UPSTREAM_CX_DESTROY_REMOTE);
      pool.closed(this);
    }
  }

  private void closeAccounts() {
    cluster.stats().decrement(ClusterGauge.UPSTREAM_CX_ACTIVE);
    host.add(EndpointStat.CX_ACTIVE, -1);
  }

  private void becameIdle() {
    idleSince = System.nanoTime();
    if (settings.idleMillis() > 0 && !idle.isSet()) {
      worker.timers().set(idle, settings.idleMillis());
    }
  }

  private void onIdleTimer() {
    ClientConnection open = client;
    if (open == null || over || open.activeStreams() > 0) {
      return; // becameIdle() sets the timer again
    }
    long idled = millisSince(idleSince);
    if (idled < settings.idleMillis()) {
      worker.timers().set(idle, settings.idleMillis() - idled);
    } else {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_IDLE_TIMEOUT);
      close();
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  /** Waits for the end of the handshake; a connection that closes before is a failed one. */
  private final class HandshakeWatch extends ChannelInboundHandlerAdapter {

    private final ConnectionFactory connections;

    HandshakeWatch(ConnectionFactory connections) {
      this.connections = connections;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent done) {
        if (done.isSuccess()) {
          established(connections);
          context.pipeline().remove(this);
        } else {
          failed(reasonOf(done.cause()));
          context.close();
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      failed("connection closed during the handshake");
      context.fireChannelInactive();
    }
  }
}
