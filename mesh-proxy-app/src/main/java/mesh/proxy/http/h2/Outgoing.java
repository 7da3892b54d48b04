package mesh.proxy.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2RemoteFlowController.FlowControlled;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import mesh.proxy.http.Headers;
import mesh.proxy.worker.Timers;
import org.jspecify.annotations.Nullable;

/**
 * What a stream still has to send, in the eyes of Netty's flow controller one single frame that
 * grows while it waits. Confined to one event loop.
 */
final class Outgoing extends Timers.Timeout implements FlowControlled {

  /** The stream. */
  interface Owner {

    /** The message has left to its end. */
    void onEndSent();

    /** Room was made: the stream may be writable again. */
    void onDrained();

    /** The peer did not open its window in time for the end of the message. */
    void onFlushTimeout();
  }

  private final Http2Session session;
  private final Owner owner;
  private @Nullable Http2Stream stream; // null until it exists
  private @Nullable ByteBuf first;
  private @Nullable ArrayDeque<ByteBuf> others; // after the first
  private @Nullable Headers trailers;
  private int counted; // bytes that the flow controller knows of
  private int uncounted; // bytes that it is about to be told of
  private boolean queued; // at the flow controller
  private boolean endWritten;
  private boolean endSent;
  private boolean full; // above the high watermark, and since then not below the low one

  Outgoing(Http2Session session, Owner owner) {
    this.session = session;
    this.owner = owner;
  }

  void open(Http2Stream opened) {
    stream = opened;
  }

  boolean isEndWritten() {
    return endWritten;
  }

  boolean isEndSent() {
    return endSent;
  }

  boolean isFull() {
    return full;
  }

  /** True if nothing waits, so that frames may be written past this. */
  boolean isEmpty() {
    return !queued;
  }

  /** The end went out by another way: on a HEADERS frame. */
  void endedByHeaders() {
    endWritten = true;
    endSent = true;
  }

  /**
   * Queues data.
   *
   * @param data taken over
   */
  void write(ByteBuf data, boolean end) {
    int length = data.readableBytes();
    endWritten |= end;
    if (length == 0) {
      data.release();
    } else {
      enqueue(data);
      uncounted += length;
      session.pending(length);
      full |= counted + uncounted > session.config().bufferLimit();
    }
    if (length > 0 || end) {
      announce();
    }
  }

  /** Ends the message once all data is sent. */
  void writeTrailers(Headers last) {
    trailers = last;
    endWritten = true;
    announce();
  }

  /** The stream is closed: the flow controller has forgotten this frame, nothing of it is sent. */
  @Override
  public void error(@Nullable ChannelHandlerContext ctx, @Nullable Throwable cause) {
    session.worker().timers().cancel(this);
    session.pending(-counted);
    if (first != null) {
      first.release();
      first = null;
    }
    if (others != null) {
      others.forEach(ByteBuf::release);
      others = null;
    }
    counted = 0;
    trailers = null;
  }

  private void announce() {
    if (endWritten) {
      session.ends(this);
    }
    Http2Stream open = stream;
    if (open == null) {
      throw new IllegalStateException("Data before the head");
    }
    if (!queued) {
      queued = true;
      counted += uncounted;
      uncounted = 0;
    }
    session.flowController().addFlowControlled(open, this);
    session.flushLater();
  }

  @Override
  public boolean merge(ChannelHandlerContext ctx, FlowControlled next) {
    counted += uncounted;
    uncounted = 0;
    return true; // next is this
  }

  @Override
  public int size() {
    return counted;
  }

  @Override
  public void write(ChannelHandlerContext ctx, int allowedBytes) {
    Http2Stream open = stream;
    if (open == null) {
      return;
    }
    int left = Math.min(allowedBytes, counted);
    boolean last = endWritten && left == counted;
    boolean lastIsData = last && trailers == null;
    while (left > 0) {
      ByteBuf part = take(left);
      int length = part.readableBytes();
      left -= length;
      counted -= length;
      session.pending(-length);
      session.output().data(ctx, open.id(), part, lastIsData && counted == 0);
      endSent |= lastIsData && counted == 0;
    }
    if (last && !endSent) {
      if (trailers == null) {
        session.output().data(ctx, open.id(), Unpooled.EMPTY_BUFFER, true);
      } else {
        session.writeTrailersNow(open.id(), trailers);
        trailers = null;
      }
      endSent = true;
    }
    if (full && counted <= session.config().bufferLimit() / 2) {
      full = false;
      session.afterFlush(owner::onDrained);
    }
  }

  @Override
  public void writeComplete() {
    queued = false;
    if (endSent) {
      session.worker().timers().cancel(this);
      owner.onEndSent();
    }
  }

  /** The flush is over: a message that did not get to its end has only so much time. */
  void flushed() {
    if (queued && !endSent && session.config().flushMillis() > 0) {
      session.worker().timers().set(this, session.config().flushMillis());
    }
  }

  /** The flush timeout. */
  @Override
  protected void expired() {
    if (!endSent) {
      owner.onFlushTimeout();
    }
  }

  private void enqueue(ByteBuf data) {
    if (first == null) {
      first = data;
      return;
    }
    if (others == null) {
      others = new ArrayDeque<>();
    }
    others.add(data);
  }

  /** At most that many of the oldest bytes; the caller owns them. */
  private ByteBuf take(int bytes) {
    ByteBuf oldest = first;
    if (oldest == null) {
      throw new IllegalStateException("No data for " + bytes + " bytes that were counted");
    }
    if (oldest.readableBytes() > bytes) {
      return oldest.readRetainedSlice(bytes);
    }
    first = others == null ? null : others.poll();
    return oldest;
  }
}
