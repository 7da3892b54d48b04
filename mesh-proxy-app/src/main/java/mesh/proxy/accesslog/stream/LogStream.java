package mesh.proxy.accesslog.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import mesh.proxy.cluster.grpc.GrpcCall;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one loop and the call that takes them away. Confined to its event loop.
 *
 * <p>Entries that the service does not take wait, up to a limit; beyond it they are dropped and
 * counted. A call that ends is made again, later each time.
 */
final class LogStream implements GrpcCall.Listener {

  private static final String PATH =
      "/envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs";

  /** What may wait while the service is away, unless the configuration has a larger buffer. */
  private static final int MOST_WAITING_BYTES = 1 << 20;

  private static final int FIRST_DELAY_MILLIS = 500;
  private static final int MOST_DELAY_MILLIS = 30_000;
  private static final long STEADY_NANOS = 10_000_000_000L; // a call that lasted is no failed one

  private static final int MOST_FRAMING = 12; // a tag and a length
  private static final byte LOG_ENTRY = 1 << 3 | 2; // of *AccessLogEntries
  private static final int IDENTIFIER = 1; // of StreamAccessLogsMessage
  private static final int NODE = 1; // of Identifier
  private static final int LOG_NAME = 2;

  private final GrpcLogSettings settings;
  private final GrpcLogs.Services services;
  private final Worker worker;
  private final int limit;
  private @Nullable ByteBuf entries;
  private @Nullable GrpcCall call;
  private boolean identified; // the call knows who we are
  private long begunNanos;
  private int delayMillis = FIRST_DELAY_MILLIS;
  private boolean closed;

  private final Timers.Timeout due =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          flush();
        }
      };
  private final Timers.Timeout reconnect =
      new Timers.Timeout() {
        @Override
        protected void expired() {
          flush();
        }
      };

  LogStream(GrpcLogSettings settings, GrpcLogs.Services services, Worker worker) {
    this.settings = settings;
    this.services = services;
    this.worker = worker;
    this.limit = Math.max(MOST_WAITING_BYTES, settings.bufferBytes());
  }

  void write(ProtoWriter entry) {
    ByteBuf batch = entries;
    int waiting = batch == null ? 0 : batch.readableBytes();
    if (closed || waiting > 0 && waiting + entry.size() + MOST_FRAMING > limit) {
      services.stats().dropped().increment();
      return;
    }
    services.stats().written().increment();
    if (batch == null) {
      batch = PooledByteBufAllocator.DEFAULT.buffer(firstBytes());
      entries = batch;
    }
    batch.writeByte(LOG_ENTRY);
    writeVarint(batch, entry.size());
    entry.copyTo(batch);
    if (batch.readableBytes() >= settings.bufferBytes()) {
      flush();
    } else if (!due.isSet()) {
      worker.timers().set(due, settings.flushMillis());
    }
  }

  private int firstBytes() {
    return Math.clamp(settings.bufferBytes() + settings.bufferBytes() / 8, 2048, 64 * 1024);
  }

  private void flush() {
    GrpcCall open = call;
    ByteBuf batch = entries;
    if (batch == null) {
      return;
    }
    if (open != null) {
      if (open.isReady()) {
        send(open, batch);
      }
    } else if (!reconnect.isSet()) {
      begunNanos = System.nanoTime();
      identified = false;
      var fresh = services.client().call(worker, settings.target(), PATH, this);
      call = fresh;
      fresh.begin(0);
    }
  }

  private void send(GrpcCall open, ByteBuf batch) {
    int length = batch.readableBytes();
    ByteBuf front = PooledByteBufAllocator.DEFAULT.buffer();
    if (!identified) {
      identified = true;
      identify(front);
    }
    writeVarint(front, (long) settings.kind().field << 3 | 2);
    writeVarint(front, length);
    entries = null;
    worker.timers().cancel(due);
    open.send(Unpooled.wrappedBuffer(front, batch), false);
  }

  private void identify(ByteBuf to) {
    var identifier = new ProtoWriter();
    identifier.text(LOG_NAME, settings.logName());
    identifier.bytes(NODE, services.node());
    identifier.close(IDENTIFIER, 0);
    identifier.copyTo(to);
  }

  @Override
  public void onReady() {
    flush();
  }

  @Override
  public void onMessage(ByteBuf message) {
    // The service has nothing to say.
  }

  @Override
  public void onClosed(int status, String reason) {
    call = null;
    if (closed) {
      return;
    }
    if (System.nanoTime() - begunNanos > STEADY_NANOS) {
      delayMillis = FIRST_DELAY_MILLIS;
    }
    int wait = delayMillis / 2 + services.randomBelow().applyAsInt(delayMillis / 2 + 1);
    delayMillis = Math.min(MOST_DELAY_MILLIS, delayMillis * 2);
    worker.timers().set(reconnect, wait);
  }

  /** Sends what is there, if that is possible, and takes nothing more. */
  void close() {
    flush();
    closed = true;
    worker.timers().cancel(due);
    worker.timers().cancel(reconnect);
    if (entries != null) {
      entries.release();
      entries = null;
    }
  }

  private static void writeVarint(ByteBuf to, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to.writeByte((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    to.writeByte((int) rest);
  }
}
