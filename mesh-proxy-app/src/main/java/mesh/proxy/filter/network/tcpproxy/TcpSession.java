package mesh.proxy.filter.network.tcpproxy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Map;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A downstream connection and the upstream one that it is joined with. Confined to one event loop.
 *
 * <p>The client is not read from before the upstream stands: its bytes wait in the kernel, and the
 * client feels it.
 */
final class TcpSession implements UpstreamLink.Session {

  private final TcpProxyFilter filter;
  private final NetworkConnection connection;
  private final Worker worker;
  private final StreamInfo info;
  private final Side downstream;
  private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
  private final SessionTimers timers;
  private final TcpProxyConfig.Target target;
  private @Nullable UpstreamLink link;
  private @Nullable Side upstream; // null until it stands
  private int attempts;
  private boolean flushing; // the client is gone, the upstream gets the rest
  private boolean over;

  TcpSession(TcpProxyFilter filter, NetworkConnection connection) {
    this.filter = filter;
    this.connection = connection;
    this.worker = connection.worker();
    this.info = connection.streamInfo();
    this.downstream = new Side(this, connection.channel());
    this.target = filter.draw();
    this.timers = new SessionTimers(this, worker.timers(), filter.config());
  }

  void begin() {
    filter.stats().total().increment();
    filter.stats().active().increment();
    downstream.setReading(false);
    connection.channel().pipeline().addLast("tcp", downstream);
    timers.begin();
    info.cluster(target.cluster(), target.cluster(), Map.of());
    connect();
  }

  private void connect() {
    Cluster cluster = filter.clusters().get(target.cluster());
    if (cluster == null) {
      filter.stats().noRoute().increment();
      giveUp(ResponseFlag.NO_CLUSTER_FOUND);
      return;
    }
    info.cluster(cluster.name(), cluster.config().statName(), cluster.config().metadata());
    if (attempts >= filter.config().attempts()) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_CONNECT_ATTEMPTS_EXCEEDED);
      giveUp(ResponseFlag.UPSTREAM_RETRY_LIMIT_EXCEEDED);
      return;
    }
    if (cluster.breakers(RoutingPriority.DEFAULT).connections().isOpen()) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_OVERFLOW);
      giveUp(ResponseFlag.UPSTREAM_OVERFLOW);
      return;
    }
    Endpoint host =
        cluster.choose(
            new SessionRequest(connection.info(), filter.config().hash(), target.metadata()));
    if (host == null) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_CX_NONE_HEALTHY);
      giveUp(ResponseFlag.NO_HEALTHY_UPSTREAM);
      return;
    }
    attempts++;
    info.attemptCount = attempts;
    info.upstreamHost = host;
    info.upstreamConnectStartNanos = System.nanoTime();
    var attempt = new UpstreamLink(this, cluster, host, worker);
    link = attempt;
    attempt.connect(filter.context().transport());
  }

  @Override
  public void onConnected(UpstreamLink standing, Side side) {
    if (over) {
      standing.abandon();
      return;
    }
    upstream = side;
    info.upstreamConnection = standing.info();
    info.upstreamConnectEndNanos = System.nanoTime();
    downstream.join(side);
    side.join(downstream);
    for (ByteBuf data = early.poll(); data != null; data = early.poll()) {
      int bytes = data.readableBytes();
      side.write(data);
      onBytes(downstream, bytes);
    }
    side.flush();
    if (filter.config().logConnected()) {
      filter.log().log(info, AccessLogType.TCP_UPSTREAM_CONNECTED);
    }
    timers.connected();
    if (downstream.isInputEnded()) {
      side.endOutput();
    }
    downstream.setReading(true);
  }

  @Override
  public void onConnectFailed(UpstreamLink failed, String reason) {
    if (over || failed != link) {
      return;
    }
    link = null;
    info.flag(ResponseFlag.UPSTREAM_CONNECTION_FAILURE);
    info.upstreamTransportFailure = reason;
    TcpProxyConfig.Backoff backoff = filter.config().backoff();
    if (backoff == null || attempts >= filter.config().attempts()) {
      connect();
    } else {
      long most = backoff.most(attempts);
      timers.retryAfter(filter.context().randomBelow().applyAsInt((int) Math.min(most, 1 << 30)));
    }
  }

  /** The wait after a failed attempt is over. */
  void retry() {
    if (!over) {
      connect();
    }
  }

  @Override
  public void onEarly(ByteBuf data) {
    if (over) {
      data.release();
    } else {
      early.add(data);
    }
  }

  @Override
  public void onBytes(Side from, int bytes) {
    TcpProxyStats stats = filter.stats();
    timers.touched();
    if (from == downstream) {
      info.bytesReceived += bytes;
      info.upstreamBytesSent += bytes;
      stats.rxBytes().add(bytes);
      if (link != null) {
        link.sent(bytes);
      }
    } else {
      info.bytesSent += bytes;
      info.upstreamBytesReceived += bytes;
      stats.txBytes().add(bytes);
      if (link != null) {
        link.received(bytes);
      }
    }
  }

  @Override
  public void onReading(Side side, boolean reading) {
    if (side == downstream) {
      (reading ? filter.stats().resumedReading() : filter.stats().pausedReading()).increment();
    } else if (link != null) {
      link.reading(reading);
    }
  }

  @Override
  public void onInputEnded(Side side) {
    Side to = side == downstream ? upstream : downstream;
    if (to == null) {
      return; // the client has said all; that is told to the upstream when it stands
    }
    if (to.isInputEnded()) {
      finish(to);
    } else {
      to.endOutput();
    }
  }

  // Both peers have said all: what is under way is flushed, then both are closed.
  private void finish(Side last) {
    last.closeFlushed();
    Side first = last == downstream ? upstream : downstream;
    if (first != null) {
      first.closeFlushed();
    }
  }

  @Override
  public void onClosed(Side side) {
    if (side == downstream) {
      downstreamClosed();
    } else if (!over) {
      upstream = null;
      if (side.wasReset()) {
        downstream.reset();
      } else {
        downstream.closeFlushed();
      }
    } else {
      flushed();
    }
  }

  private void downstreamClosed() {
    UpstreamLink standing = link;
    Side to = upstream;
    end();
    if (standing == null) {
      return;
    }
    if (to == null) {
      standing.abandon();
      return;
    }
    flushing = true;
    filter.stats().upstreamFlushTotal().increment();
    filter.stats().upstreamFlushActive().increment();
    if (downstream.wasReset()) {
      standing.reset();
    } else {
      standing.closeFlushed();
    }
  }

  private void flushed() {
    if (flushing) {
      flushing = false;
      filter.stats().upstreamFlushActive().decrement();
      timers.end();
    }
  }

  void idle() {
    filter.stats().idleTimeout().increment();
    cut("idle_timeout");
  }

  void tooOld() {
    filter.stats().maxDuration().increment();
    info.flag(ResponseFlag.DURATION_TIMEOUT);
    cut("max_downstream_connection_duration");
  }

  void periodic() {
    filter.log().log(info, AccessLogType.TCP_PERIODIC);
  }

  private void cut(String details) {
    if (link != null) {
      link.abandon();
    }
    if (!over) {
      connection.close(details);
    }
  }

  private void giveUp(ResponseFlag flag) {
    info.flag(flag);
    connection.close("");
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    if (upstream == null) {
      timers.end();
    } else {
      timers.clientGone();
    }
    early.forEach(ByteBuf::release);
    early.clear();
    info.endNanos = System.nanoTime();
    if (info.upstreamTransportFailure.isEmpty() && info.upstreamConnection != null) {
      info.upstreamTransportFailure = info.upstreamConnection.transportFailure();
    }
    filter.stats().active().decrement();
    filter.log().log(info, AccessLogType.TCP_CONNECTION_END);
  }
}
