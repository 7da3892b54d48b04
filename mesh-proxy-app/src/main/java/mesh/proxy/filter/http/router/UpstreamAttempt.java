package mesh.proxy.filter.http.router;

import io.netty.buffer.ByteBuf;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.pool.HostPool;
import mesh.proxy.cluster.pool.PendingStream;
import mesh.proxy.cluster.pool.PoolCallbacks;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.endpoint.LocalOriginEvent;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.AttemptSpan;
import mesh.proxy.tracing.Span;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/** One try of one request at one host. Confined to its event loop. */
final class UpstreamAttempt implements StreamDecoder, PoolCallbacks {

  private final Forwarding forwarding;
  private final Cluster cluster;
  private final Endpoint host;
  private final Timers timers;
  private final StreamInfo info;
  private final @Nullable AttemptSpan span;
  private final @Nullable AttemptSizes sizes;
  private @Nullable PendingStream pending;
  private @Nullable StreamEncoder request;
  private @Nullable ClientConnection connection;
  private int status; // 0 until there is an answer
  private String failure = ""; // why there is none
  private boolean reached; // the host, or at least its socket
  private boolean responseStarted;
  private boolean over;
  private long lastActive;
  private long idleMillis;

  private final Timers.Timeout perTry =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          forwarding.onPerTryTimeout(UpstreamAttempt.this, false);
        }
      };
  private final Timers.Timeout perTryIdle =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          onIdleTimer();
        }
      };

  private final Timers.Timeout life =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          forwarding.onMaxDuration(UpstreamAttempt.this);
        }
      };

  /** A try that has not begun. */
  UpstreamAttempt(
      Forwarding forwarding,
      Cluster cluster,
      Endpoint host,
      StreamContext stream,
      RouterConfig config) {
    this.forwarding = forwarding;
    this.cluster = cluster;
    this.host = host;
    this.timers = stream.worker().timers();
    this.info = stream.info();
    Span parent = stream.span();
    this.span = parent == null ? null : parent.attempt(cluster.name(), config.startChildSpan());
    this.sizes = AttemptSizes.of(cluster);
  }

  /** Writes the trace context; false if that is the request's own span to do. */
  boolean inject(Headers head) {
    if (span == null) {
      return false;
    }
    span.inject(head);
    return true;
  }

  Endpoint host() {
    return host;
  }

  void begin(HostPool pool) {
    info.upstreamHost = host;
    info.upstreamConnection = null;
    info.upstreamConnectStartNanos = System.nanoTime();
    pending = pool.newStream(this, this);
  }

  /** The request is complete: the attempt's own time runs from here. */
  void startTimers(RequestTimeouts limits) {
    if (over || responseStarted) {
      return;
    }
    if (sizes != null) {
      sizes.limit(limits.perTry());
    }
    if (limits.perTry() > 0) {
      timers.set(perTry, limits.perTry());
    }
    if (limits.perTryIdle() > 0) {
      idleMillis = limits.perTryIdle();
      lastActive = System.nanoTime();
      timers.set(perTryIdle, limits.perTryIdle());
    }
  }

  private void onIdleTimer() {
    long silent = (System.nanoTime() - lastActive) / 1_000_000;
    if (silent < idleMillis) {
      timers.set(perTryIdle, idleMillis - silent);
    } else {
      forwarding.onPerTryTimeout(this, true);
    }
  }

  @Override
  public void onPoolHost(Endpoint chosen) {
    info.upstreamHost = chosen;
    reached = true;
  }

  @Override
  public void onPoolReady(StreamEncoder encoder, ClientConnection used) {
    pending = null;
    request = encoder;
    connection = used;
    info.upstreamConnection = used.info();
    info.upstreamProtocol = used.protocol();
    info.upstreamConnectEndNanos = System.nanoTime();
    host.reportLocalOrigin(LocalOriginEvent.CONNECT_SUCCESS);
    long lifeMillis = cluster.config().http().maxStreamDuration().toMillis();
    if (lifeMillis > 0) {
      timers.set(life, lifeMillis);
    }
    forwarding.onReady(this, encoder);
  }

  @Override
  public void onPoolFailure(ResetReason reason, String transportFailure) {
    pending = null;
    info.upstreamTransportFailure = transportFailure;
    if (!reached) {
      info.upstreamHost = null; // a full queue has no host
    }
    failure = ResetText.words(reason);
    end();
    forwarding.onReset(this, reason, transportFailure);
  }

  /** True once the request goes to a connection. */
  boolean isStarted() {
    return request != null;
  }

  boolean isOver() {
    return over;
  }

  boolean responseStarted() {
    return responseStarted;
  }

  /**
   * A connection that served before, and died before it said a word: most likely it was dying when
   * we took it.
   */
  boolean diedIdle(ResetReason reason) {
    ClientConnection used = connection;
    return reason == ResetReason.CONNECTION_TERMINATION
        && used != null
        && used.protocol() == Protocol.HTTP11
        && used.streamsOpened() > 1
        && !used.sawResponse();
  }

  void data(ByteBuf data, boolean end) {
    if (request == null || over) {
      data.release();
    } else {
      info.lastUpstreamTxNanos = end ? System.nanoTime() : 0;
      info.upstreamBytesSent += data.readableBytes();
      if (sizes != null) {
        sizes.sent(data.readableBytes());
      }
      request.writeData(data, end);
    }
  }

  void trailers(Headers trailers) {
    if (request != null && !over) {
      request.writeTrailers(trailers);
    }
  }

  void reading(boolean reading) {
    if (request != null && !over) {
      request.setReading(reading);
    }
  }

  /** The host took too long; those who watch it hear of that. */
  void timedOut() {
    host.reportLocalOrigin(LocalOriginEvent.REQUEST_TIMEOUT);
    host.add(EndpointStat.RQ_TIMEOUT, 1);
  }

  /** Nobody wants the answer any more. */
  void cancel() {
    if (over) {
      return;
    }
    failure = ResetText.words(ResetReason.LOCAL_RESET);
    end();
    if (pending != null) {
      pending.cancel();
      pending = null;
    } else if (request != null) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_TX_RESET);
      request.reset(ResetReason.LOCAL_RESET);
    }
  }

  @Override
  public void onInformational(Headers head) {
    if (!over) {
      forwarding.onInformational(head);
    }
  }

  @Override
  public void onHead(Headers head, boolean endStream) {
    if (over) {
      return;
    }
    responseStarted = true;
    status = head.status();
    lastActive = System.nanoTime();
    info.firstUpstreamRxNanos = lastActive;
    info.upstreamHeaderBytesReceived = head.byteSize();
    timers.cancel(perTry);
    if (sizes != null) {
      sizes.head(head);
    }
    if (endStream) {
      end();
    }
    forwarding.onHead(this, head, endStream);
  }

  @Override
  public void onData(ByteBuf data, boolean endStream) {
    if (over) {
      data.release();
      return;
    }
    lastActive = System.nanoTime();
    info.upstreamBytesReceived += data.readableBytes();
    if (sizes != null) {
      sizes.received(data.readableBytes());
    }
    if (endStream) {
      end();
    }
    forwarding.onData(data, endStream);
  }

  @Override
  public void onTrailers(Headers trailers) {
    if (!over) {
      end();
      forwarding.onTrailers(trailers);
    }
  }

  @Override
  public void onReset(ResetReason reason, String details) {
    if (over) {
      return;
    }
    failure = ResetText.words(reason);
    end();
    boolean byPeer =
        reason == ResetReason.REMOTE_RESET || reason == ResetReason.REMOTE_REFUSED_STREAM_RESET;
    if (byPeer) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RX_RESET);
    }
    ClientConnection used = connection;
    forwarding.onReset(this, reason, used == null ? "" : used.info().transportFailure());
  }

  @Override
  public void onWritable(boolean writable) {
    if (!over) {
      forwarding.onUpstreamWritable(writable);
    }
  }

  private void end() {
    over = true;
    long now = System.nanoTime();
    if (responseStarted) { // else not a byte came
      info.lastUpstreamRxNanos = now;
    }
    timers.cancel(perTry);
    timers.cancel(perTryIdle);
    timers.cancel(life);
    if (sizes != null) {
      long startNanos = info.upstreamConnectStartNanos;
      sizes.end(info.requestHead, (now - startNanos) / 1_000_000);
    }
    if (span != null) {
      span.finish(info, status, failure);
    }
  }
}
