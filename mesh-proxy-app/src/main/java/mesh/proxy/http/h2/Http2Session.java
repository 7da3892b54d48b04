package mesh.proxy.http.h2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.h2.frame.FrameOutput;
import mesh.proxy.http.h2.head.OutgoingHead;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * What both ends of an HTTP/2 connection do alike: find streams, write, flush. Confined to one
 * event loop.
 */
final class Http2Session implements Worker.Flushable {

  private static final int FIRST_CONNECTION_WINDOW = 65_535;

  private final Http2Config config;
  private final Http2Stats stats;
  private final Worker worker;
  private final ConnectionInfo info;
  private final Wiring wiring;
  private final Http2Connection.PropertyKey key;
  private final Ending ending;
  private final FrameEvents.End end;
  private final OutgoingHead head = new OutgoingHead();
  private final List<Runnable> afterFlush = new ArrayList<>();
  private final ArrayList<Outgoing> ends = new ArrayList<>();

  private @Nullable ChannelHandlerContext context;
  private @Nullable ChannelPromise done; // for writes that nobody waits for
  private boolean opened;
  private boolean flushWaits;
  private boolean flushing;
  private boolean flushAgain;
  private boolean writable = true;
  private int pendingDelta; // not yet in the gauge

  Http2Session(
      Wiring wiring,
      Http2Config config,
      Http2Stats stats,
      Worker worker,
      ConnectionInfo info,
      FrameEvents.End end) {
    this.wiring = wiring;
    this.config = config;
    this.stats = stats;
    this.worker = worker;
    this.info = info;
    this.key = wiring.connection().newKey();
    this.ending = new Ending(this);
    this.end = end;
    wiring.connection().addListener(new Closings());
    wiring.decoder().frameListener(new FrameEvents(this, end));
  }

  Http2Config config() {
    return config;
  }

  Http2Stats stats() {
    return stats;
  }

  Worker worker() {
    return worker;
  }

  ConnectionInfo info() {
    return info;
  }

  Ending ending() {
    return ending;
  }

  Http2Connection connection() {
    return wiring.connection();
  }

  FrameOutput output() {
    return wiring.output();
  }

  Wiring wiring() {
    return wiring;
  }

  Http2RemoteFlowController flowController() {
    return wiring.encoder().flowController();
  }

  ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("Not in a pipeline");
    }
    return context;
  }

  // Streams.

  /** Null if the stream is not open, or was refused before it became one of ours. */
  @Nullable CodecStream stream(int id) {
    Http2Stream stream = connection().stream(id);
    return stream == null ? null : ours(stream);
  }

  /** As {@link #stream(int)}. */
  @Nullable CodecStream ours(Http2Stream stream) {
    return stream.getProperty(key);
  }

  void add(Http2Stream stream, CodecStream ours) {
    stream.setProperty(key, ours);
    wiring.guard().streamOpened();
    stats.streamsActive().increment();
  }

  /** Visits the streams that are open now; the visitor may open and close streams. */
  void forEachStream(Consumer<CodecStream> visitor) {
    if (connection().numActiveStreams() == 0) {
      return;
    }
    var open = new ArrayList<CodecStream>(connection().numActiveStreams());
    try {
      connection()
          .forEachActiveStream(
              stream -> {
                CodecStream ours = ours(stream);
                if (ours != null) {
                  open.add(ours);
                }
                return true;
              });
    } catch (Http2Exception e) {
      throw new IllegalStateException("The visitor throws nothing", e);
    }
    open.forEach(visitor);
  }

  private final class Closings extends Http2ConnectionAdapter {

    @Override
    public void onStreamClosed(Http2Stream stream) {
      CodecStream closed = ours(stream);
      if (closed != null) {
        stats.streamsActive().decrement();
        closed.closed();
        end.onStreamClosed();
      }
    }
  }

  // Writing.

  /** Writes a head; opens the stream if it is new and ours. */
  void writeHead(int streamId, Headers fields, boolean end) {
    wiring.encoder().writeHeaders(context(), streamId, head.of(fields), 0, end, written());
    flushLater();
  }

  /** Writes trailers behind data that the flow controller is just letting go. */
  void writeTrailersNow(int streamId, Headers trailers) {
    output().writeHeaders(context(), streamId, head.of(trailers), 0, true, written());
  }

  void reset(int streamId, Http2Error error) {
    wiring.encoder().writeRstStream(context(), streamId, error.code(), written());
    flushLater();
  }

  /** Our half of the stream has ended. */
  void closeLocal(Http2Stream stream) {
    stream.closeLocalSide();
  }

  /** Lets the peer send as many bytes again. */
  void giveBack(Http2Stream stream, int bytes) {
    try {
      Http2LocalFlowController local = connection().local().flowController();
      if (local.consumeBytes(stream, bytes)) {
        flushLater();
      }
    } catch (Http2Exception e) {
      ending.onError(e);
    }
  }

  /** Moves the gauge of bytes that wait; written to it once a flush. */
  void pending(int delta) {
    pendingDelta += delta;
  }

  /** A promise that is kept already. */
  ChannelPromise written() {
    if (done == null) {
      throw new IllegalStateException("Not in a pipeline");
    }
    return done;
  }

  // Flushing.

  void flushLater() {
    if (!flushWaits) {
      flushWaits = true;
      worker.flushLater(this);
    }
  }

  /** A message has its end: told after the flush whether that is still here. */
  void ends(Outgoing message) {
    ends.add(message);
  }

  /** Runs after the next flush: callbacks may write, which nobody may while the queues are sent. */
  void afterFlush(Runnable task) {
    afterFlush.add(task);
    flushLater();
  }

  /** Runs when the flush under way is over: now if there is none. */
  void whenFlushed(Runnable task) {
    if (flushing) {
      afterFlush.add(task);
    } else {
      task.run();
    }
  }

  @Override
  public void flushNow() {
    flushWaits = false;
    ChannelHandlerContext ctx = context;
    if (ctx == null || ctx.isRemoved()) {
      return;
    }
    if (flushing) {
      flushAgain = true; // a change of writability flushes too
      return;
    }
    flushing = true;
    try {
      do {
        flushAgain = false;
        flowController().writePendingBytes();
        output().handOver(ctx);
        ctx.flush();
      } while (flushAgain);
    } catch (Http2Exception e) {
      ending.onError(e);
    } finally {
      flushing = false;
    }
    settlePending();
    if (wiring.guard().flood() != null) {
      ending.drown();
    }
    for (int at = 0; at < ends.size(); at++) {
      ends.get(at).flushed();
    }
    ends.clear();
    while (!afterFlush.isEmpty()) {
      var tasks = List.copyOf(afterFlush);
      afterFlush.clear();
      tasks.forEach(Runnable::run);
    }
  }

  private void settlePending() {
    if (pendingDelta != 0) {
      stats.pendingSendBytes().add(pendingDelta);
      pendingDelta = 0;
    }
  }

  // What the handler in the pipeline passes on.

  void added(ChannelHandlerContext ctx) {
    context = ctx;
    done = ctx.newPromise().setSuccess();
    writable = ctx.channel().isWritable();
  }

  /** The preface is written: now the window of the connection may grow. */
  void opened() throws Http2Exception {
    if (opened || !context().channel().isActive()) {
      return;
    }
    opened = true;
    connection()
        .local()
        .flowController()
        .incrementWindowSize(
            connection().connectionStream(), config.connectionWindow() - FIRST_CONNECTION_WINDOW);
    ending.startKeepalive();
    flushLater();
  }

  void readComplete(ChannelHandlerContext ctx) {
    if (!ctx.channel().config().isAutoRead()) {
      ctx.read(); // streams hold back their own data; the connection's frames must always be read
    }
    if (output().isDirty()) {
      flushLater();
    }
  }

  void writabilityChanged(boolean now) {
    if (writable != now) {
      writable = now;
      if (now) {
        flushLater();
      }
      forEachStream(CodecStream::tellWritable);
    }
  }

  boolean isWritable() {
    return writable;
  }

  /** The channel is gone, and Netty has closed the streams. */
  void gone() {
    ending.stopKeepalive();
    output().close();
    afterFlush.clear();
    settlePending();
  }
}
