package mesh.proxy.http.h2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameSizePolicy;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.collection.CharObjectMap;
import io.netty.util.concurrent.PromiseNotifier;
import mesh.proxy.http.h2.head.HpackWriter;
import mesh.proxy.http.h2.head.OutgoingHead;
import mesh.proxy.stats.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one turn of the loop into one buffer; only large payloads go by reference.
 * Confined to one event loop.
 *
 * <p>A frame counts as written when it is in the buffer, so promises are done at once and their
 * callers go on without a listener: the connection dies as a whole if the buffer cannot be sent.
 * GOAWAY alone keeps its promise, because the connection closes behind it.
 */
public final class FrameOutput
    implements Http2FrameWriter,
        Http2FrameWriter.Configuration,
        Http2FrameSizePolicy,
        Http2HeadersEncoder.Configuration {

  private static final long UNLIMITED = 0xFFFF_FFFFL;
  private static final int ROOM = 1024;
  private static final int HAND_OVER = 16 * 1024;
  private static final int COPY_AT_MOST = 1024; // a longer copy costs more than one more buffer

  private final HpackWriter encoder;
  private final FloodGuard guard;
  private final Counter resetsSent;
  private final RecentResets resets = new RecentResets();
  private int maxFrameSize = Frames.LEAST_MAX_SIZE;
  private @Nullable ByteBuf batch;
  private int room = ROOM; // follows what batches took
  private int frames; // in the batch, as is the next
  private int control;

  /**
   * The writer of one connection.
   *
   * @param resetsSent counts RST_STREAM
   */
  public FrameOutput(HpackWriter encoder, FloodGuard guard, Counter resetsSent) {
    this.encoder = encoder;
    this.guard = guard;
    this.resetsSent = resetsSent;
  }

  /** True if something was written since {@link #handOver}. */
  public boolean isDirty() {
    return batch != null;
  }

  RecentResets resets() {
    return resets;
  }

  /** Hands what is written to the channel, which still has to be flushed. */
  public void handOver(ChannelHandlerContext ctx) {
    ByteBuf full = batch;
    if (full == null) {
      return;
    }
    batch = null;
    room = Math.clamp(full.readableBytes() + 256L, ROOM, HAND_OVER);
    ctx.write(full, receipt(ctx));
  }

  /** Drops what was not handed over. */
  @Override
  public void close() {
    if (batch != null) {
      batch.release();
      batch = null;
    }
  }

  /**
   * Writes DATA frames.
   *
   * @param data the writer takes ownership
   */
  public void data(ChannelHandlerContext ctx, int streamId, ByteBuf data, boolean end) {
    while (data.readableBytes() > maxFrameSize) {
      oneData(ctx, streamId, data.readRetainedSlice(maxFrameSize), false);
    }
    oneData(ctx, streamId, data, end);
  }

  private void oneData(ChannelHandlerContext ctx, int streamId, ByteBuf data, boolean end) {
    int length = data.readableBytes();
    boolean copied = length <= COPY_AT_MOST;
    ByteBuf out = room(ctx, Frames.HEADER_LENGTH + (copied ? length : 0));
    header(out, length, Frames.DATA, end ? Frames.END_STREAM : 0, streamId);
    guard.dataSent();
    if (copied) {
      out.writeBytes(data);
      data.release();
    } else {
      handOver(ctx);
      ctx.write(data, ctx.voidPromise());
    }
  }

  @Override
  public ChannelFuture writeData(
      ChannelHandlerContext ctx,
      int streamId,
      ByteBuf data,
      int padding,
      boolean endStream,
      ChannelPromise promise) {
    data(ctx, streamId, data, endStream);
    return done(promise);
  }

  @Override
  public ChannelFuture writeHeaders(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int padding,
      boolean endStream,
      ChannelPromise promise) {
    int flags = endStream ? Frames.END_STREAM : 0;
    ByteBuf out = room(ctx, ROOM);
    int start = out.writerIndex();
    header(out, 0, Frames.HEADERS, flags | Frames.END_HEADERS, streamId);
    encoder.write(((OutgoingHead) headers).fields(), out);
    int length = out.writerIndex() - start - Frames.HEADER_LENGTH;
    if (length <= maxFrameSize) {
      out.setMedium(start, length);
    } else {
      split(out, start, flags, streamId);
    }
    return done(promise);
  }

  /** Cuts a block that is too long for one frame into HEADERS and CONTINUATION frames. */
  private void split(ByteBuf out, int start, int flags, int streamId) {
    int from = start + Frames.HEADER_LENGTH;
    ByteBuf block = out.copy(from, out.writerIndex() - from);
    out.writerIndex(start);
    try {
      int type = Frames.HEADERS;
      while (block.isReadable()) {
        int length = Math.min(block.readableBytes(), maxFrameSize);
        int last = length == block.readableBytes() ? Frames.END_HEADERS : 0;
        header(out, length, type, flags | last, streamId);
        out.writeBytes(block, length);
        type = Frames.CONTINUATION;
        flags = 0;
      }
    } finally {
      block.release();
    }
  }

  @Override
  public ChannelFuture writeHeaders(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endStream,
      ChannelPromise promise) {
    return writeHeaders(ctx, streamId, headers, padding, endStream, promise);
  }

  @Override
  public ChannelFuture writeRstStream(
      ChannelHandlerContext ctx, int streamId, long errorCode, ChannelPromise promise) {
    ByteBuf out = room(ctx, Frames.HEADER_LENGTH + 4);
    header(out, 4, Frames.RST_STREAM, 0, streamId);
    out.writeInt((int) errorCode);
    control++;
    guard.queued(0, 1);
    resets.add(streamId);
    resetsSent.increment();
    return done(promise);
  }

  @Override
  public ChannelFuture writeSettings(
      ChannelHandlerContext ctx, Http2Settings settings, ChannelPromise promise) {
    int length = settings.size() * 6;
    ByteBuf out = room(ctx, Frames.HEADER_LENGTH + length);
    header(out, length, Frames.SETTINGS, 0, 0);
    for (CharObjectMap.PrimitiveEntry<Long> setting : settings.entries()) {
      out.writeShort(setting.key());
      out.writeInt(setting.value().intValue());
    }
    return done(promise);
  }

  @Override
  public ChannelFuture writeSettingsAck(ChannelHandlerContext ctx, ChannelPromise promise) {
    header(room(ctx, Frames.HEADER_LENGTH), 0, Frames.SETTINGS, Frames.ACK, 0);
    control++;
    guard.queued(0, 1);
    return done(promise);
  }

  @Override
  public ChannelFuture writePing(
      ChannelHandlerContext ctx, boolean ack, long data, ChannelPromise promise) {
    ByteBuf out = room(ctx, Frames.HEADER_LENGTH + 8);
    header(out, 8, Frames.PING, ack ? Frames.ACK : 0, 0);
    out.writeLong(data);
    if (ack) {
      control++;
      guard.queued(0, 1);
    }
    return done(promise);
  }

  @Override
  public ChannelFuture writeGoAway(
      ChannelHandlerContext ctx,
      int lastStreamId,
      long errorCode,
      ByteBuf debugData,
      ChannelPromise promise) {
    int length = 8 + debugData.readableBytes();
    ByteBuf out = room(ctx, Frames.HEADER_LENGTH + length);
    header(out, length, Frames.GOAWAY, 0, 0);
    out.writeInt(lastStreamId).writeInt((int) errorCode).writeBytes(debugData);
    debugData.release();
    batch = null;
    ChannelPromise written = promise.unvoid();
    ctx.write(out, receipt(ctx)).addListener(new PromiseNotifier<>(written));
    return written;
  }

  @Override
  public ChannelFuture writeWindowUpdate(
      ChannelHandlerContext ctx, int streamId, int windowSizeIncrement, ChannelPromise promise) {
    ByteBuf out = room(ctx, Frames.HEADER_LENGTH + 4);
    header(out, 4, Frames.WINDOW_UPDATE, 0, streamId);
    out.writeInt(windowSizeIncrement);
    return done(promise);
  }

  @Override
  public ChannelFuture writePriority(
      ChannelHandlerContext ctx,
      int streamId,
      int streamDependency,
      short weight,
      boolean exclusive,
      ChannelPromise promise) {
    return done(promise); // RFC 9113 section 5.3.2: deprecated; nobody needs ours
  }

  @Override
  public ChannelFuture writePushPromise(
      ChannelHandlerContext ctx,
      int streamId,
      int promisedStreamId,
      Http2Headers headers,
      int padding,
      ChannelPromise promise) {
    throw new IllegalStateException("This proxy does not push");
  }

  @Override
  public ChannelFuture writeFrame(
      ChannelHandlerContext ctx,
      byte frameType,
      int streamId,
      Http2Flags flags,
      ByteBuf payload,
      ChannelPromise promise) {
    payload.release();
    throw new IllegalStateException("This proxy has no frames of its own");
  }

  @Override
  public Configuration configuration() {
    return this;
  }

  @Override
  public Http2HeadersEncoder.Configuration headersConfiguration() {
    return this;
  }

  @Override
  public void maxHeaderTableSize(long max) {
    encoder.peerAllows(max);
  }

  @Override
  public long maxHeaderTableSize() {
    return encoder.tableSize();
  }

  /** What a peer would like to see at most: not enforced here, it may refuse the head. */
  @Override
  public void maxHeaderListSize(long max) {}

  @Override
  public long maxHeaderListSize() {
    return UNLIMITED;
  }

  @Override
  public Http2FrameSizePolicy frameSizePolicy() {
    return this;
  }

  @Override
  public void maxFrameSize(int max) {
    maxFrameSize = max;
  }

  @Override
  public int maxFrameSize() {
    return maxFrameSize;
  }

  private ByteBuf room(ChannelHandlerContext ctx, int bytes) {
    ByteBuf out = batch;
    if (out != null && out.readableBytes() + bytes > HAND_OVER) {
      handOver(ctx);
      out = null;
    }
    if (out == null) {
      out = ctx.alloc().directBuffer(Math.max(room, bytes));
      batch = out;
    }
    return out;
  }

  private void header(ByteBuf out, int length, int type, int flags, int streamId) {
    out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(streamId);
    frames++;
    guard.queued(1, 0);
  }

  private ChannelPromise receipt(ChannelHandlerContext ctx) {
    var receipt = new Receipt(ctx, guard, frames, control);
    frames = 0;
    control = 0;
    return receipt;
  }

  private static ChannelFuture done(ChannelPromise promise) {
    promise.trySuccess();
    return promise;
  }
}
