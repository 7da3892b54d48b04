package mesh.proxy.cluster.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.pool.HostPool;
import mesh.proxy.cluster.pool.PendingStream;
import mesh.proxy.cluster.pool.PoolCallbacks;
import mesh.proxy.cluster.pool.Pools;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** A call on a pooled connection. Confined to its event loop. */
final class PoolCall extends Timers.Timeout implements GrpcCall, StreamDecoder, PoolCallbacks {

  private static final int STATUS_OK = 200;
  private static final int PREFIX_BYTES = 5;

  private final Clusters clusters;
  private final Pools pools;
  private final Worker worker;
  private final GrpcTarget target;
  private final String path;
  private final Listener listener;
  private final MessageReader messages = new MessageReader();
  private @Nullable Cluster cluster;
  private @Nullable Endpoint host;
  private @Nullable PendingStream pending;
  private @Nullable StreamEncoder request;
  private @Nullable ByteBuf early; // sent before there was a connection
  private boolean earlyIsLast;
  private long timeoutMillis;
  private boolean over;

  PoolCall(
      Clusters clusters,
      Pools pools,
      Worker worker,
      GrpcTarget target,
      String path,
      Listener listener) {
    this.clusters = clusters;
    this.pools = pools;
    this.worker = worker;
    this.target = target;
    this.path = path;
    this.listener = listener;
  }

  @Override
  public void begin(long mostMillis) {
    timeoutMillis = mostMillis;
    Cluster found = clusters.get(target.cluster());
    if (found == null) {
      close(GrpcCode.UNAVAILABLE, "Cluster not available");
      return;
    }
    cluster = found;
    Endpoint chosen = found.choose(LbRequest.ANY);
    if (chosen == null) {
      found.stats().increment(ClusterCounter.UPSTREAM_CX_NONE_HEALTHY);
      close(GrpcCode.UNAVAILABLE, "no healthy upstream");
      return;
    }
    host = chosen;
    HostPool pool = pools.of(worker, found, chosen, RoutingPriority.DEFAULT, Protocol.HTTP2, null);
    if (pool == null) {
      close(GrpcCode.UNAVAILABLE, "overflow");
      return;
    }
    if (mostMillis > 0) {
      worker.timers().set(this, mostMillis);
    }
    PendingStream waiting = pool.newStream(this, this);
    if (request == null && !over) {
      pending = waiting;
    }
  }

  @Override
  public void send(ByteBuf message, boolean last) {
    StreamEncoder open = request;
    if (over) {
      message.release();
    } else if (open != null) {
      write(open, message, last);
    } else if (early == null) {
      early = message;
      earlyIsLast = last;
    } else {
      message.release();
      throw new IllegalStateException("One message waits already: ask isReady() first");
    }
  }

  private static void write(StreamEncoder to, ByteBuf message, boolean last) {
    ByteBuf prefix = PooledByteBufAllocator.DEFAULT.buffer(PREFIX_BYTES, PREFIX_BYTES);
    prefix.writeByte(0).writeInt(message.readableBytes());
    to.writeData(Unpooled.wrappedBuffer(prefix, message), last);
  }

  @Override
  public boolean isReady() {
    StreamEncoder open = request;
    return open != null && !over && open.isWritable();
  }

  @Override
  public void cancel() {
    if (!over) {
      end();
      stop();
    }
  }

  /** The time is over. */
  @Override
  protected void expired() {
    if (over) {
      return;
    }
    if (cluster != null && host != null) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_TIMEOUT);
      host.add(EndpointStat.RQ_TIMEOUT, 1);
    }
    end();
    stop();
    listener.onClosed(GrpcCode.DEADLINE_EXCEEDED, "upstream request timeout");
  }

  private void stop() {
    if (pending != null) {
      pending.cancel();
      pending = null;
    } else if (request != null) {
      request.reset(ResetReason.LOCAL_RESET);
    }
  }

  @Override
  public void onPoolReady(StreamEncoder encoder, ClientConnection connection) {
    pending = null;
    request = encoder;
    encoder.writeHead(head(connection.info().tls() != null), false);
    ByteBuf first = early;
    if (first != null) {
      early = null;
      write(encoder, first, earlyIsLast);
    }
    listener.onReady();
  }

  private Headers head(boolean secure) {
    Headers head =
        Headers.request("POST", secure ? "https" : "http", target.authority(), path)
            .add(HeaderNames.TE, "trailers")
            .add(HeaderNames.CONTENT_TYPE, "application/grpc");
    if (timeoutMillis > 0) {
      head.add(HeaderNames.GRPC_TIMEOUT, timeoutMillis + "m");
    }
    target.metadata().forEach(head::add);
    return head;
  }

  @Override
  public void onPoolFailure(ResetReason reason, String transportFailure) {
    pending = null;
    close(GrpcCode.UNAVAILABLE, transportFailure.isEmpty() ? reason.name() : transportFailure);
  }

  @Override
  public void onHead(Headers head, boolean endStream) {
    if (over) {
      return;
    }
    int status = head.status();
    if (cluster != null) {
      cluster.stats().responses().count(status);
      cluster.stats().responses("internal").count(status);
    }
    if (endStream) {
      closeBy(head, status == STATUS_OK ? GrpcCode.UNKNOWN : GrpcCode.CANCELLED);
    } else if (status != STATUS_OK) {
      cancel();
      listener.onClosed(GrpcCode.CANCELLED, "HTTP status " + status);
    }
  }

  @Override
  public void onData(ByteBuf data, boolean endStream) {
    try {
      if (!over && !messages.read(data, listener)) {
        cancel();
        listener.onClosed(GrpcCode.INTERNAL, messages.fault());
      }
    } finally {
      data.release();
    }
    if (endStream) {
      close(GrpcCode.UNKNOWN, "no grpc-status");
    }
  }

  @Override
  public void onTrailers(Headers trailers) {
    closeBy(trailers, GrpcCode.UNKNOWN);
  }

  private void closeBy(Headers trailers, int fallback) {
    String status = trailers.get(HeaderNames.GRPC_STATUS);
    String message = trailers.get(HeaderNames.GRPC_MESSAGE);
    close(number(status, fallback), message == null ? "" : message);
  }

  private static int number(@Nullable String status, int fallback) {
    if (status == null || status.isEmpty() || status.length() > 2) {
      return fallback;
    }
    int number = 0;
    for (int at = 0; at < status.length(); at++) {
      int digit = Character.digit(status.charAt(at), 10);
      if (digit < 0) {
        return fallback;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  @Override
  public void onReset(ResetReason reason, String details) {
    close(GrpcCode.INTERNAL, details.isEmpty() ? reason.name() : details);
  }

  @Override
  public void onWritable(boolean writable) {
    if (writable && !over) {
      listener.onReady();
    }
  }

  private void close(int status, String reason) {
    if (!over) {
      end();
      listener.onClosed(status, reason);
    }
  }

  private void end() {
    over = true;
    worker.timers().cancel(this);
    messages.close();
    if (early != null) {
      early.release();
      early = null;
    }
  }
}
