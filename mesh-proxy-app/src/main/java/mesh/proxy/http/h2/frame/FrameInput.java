package mesh.proxy.http.h2.frame;

import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;
import static io.netty.handler.codec.http2.Http2Exception.streamError;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameSizePolicy;
import io.netty.handler.codec.http2.Http2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.http.h2.head.HpackReader;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the input into frames, checks each one by itself and counts it (RFC 9113 sections 4 and 6).
 * Confined to one event loop.
 *
 * <p>In place of Netty's own reader because a flood guard must see every frame, those without
 * effect included, and because it makes no object for a frame.
 */
public final class FrameInput
    implements Http2FrameReader, Http2FrameReader.Configuration, Http2FrameSizePolicy {

  private static final int PRIORITY_FIELDS = 5;

  private final Http2Connection connection;
  private final HpackReader decoder;
  private final HeaderBlock headers;
  private final FloodGuard guard;
  private final RecentResets resets;
  private final HeaderFragments fragments;
  private int maxFrameSize = Frames.LEAST_MAX_SIZE;
  private boolean broken; // the connection is in error: nothing after it counts

  private int flags; // of the frame under way, as are the others
  private int streamId;
  private int length;
  private int padding; // the byte that says how much included

  /** The reader of one connection. */
  public FrameInput(
      Http2Connection connection,
      HpackReader decoder,
      HeaderBlock headers,
      FloodGuard guard,
      FrameOutput output,
      int maxHeaderBytes) {
    this.connection = connection;
    this.decoder = decoder;
    this.headers = headers;
    this.guard = guard;
    this.resets = output.resets();
    this.fragments = new HeaderFragments(guard, maxHeaderBytes);
  }

  @Override
  public void readFrame(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      while (in.readableBytes() >= Frames.HEADER_LENGTH && readOne(ctx, in, listener)) {}
    } catch (Http2Exception e) {
      broken = !Http2Exception.isStreamError(e);
      throw e;
    } catch (RuntimeException e) {
      broken = true;
      throw e;
    }
  }

  /** False if the frame is not all there. */
  private boolean readOne(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    int start = in.readerIndex();
    length = in.getUnsignedMedium(start);
    if (length > maxFrameSize) {
      throw connectionError(FRAME_SIZE_ERROR, "Frame of %d bytes", length);
    }
    if (in.readableBytes() < Frames.HEADER_LENGTH + length) {
      return false;
    }
    int type = in.getByte(start + 3);
    flags = in.getByte(start + 4);
    streamId = in.getInt(start + 5) & Integer.MAX_VALUE;
    padding = 0;
    int end = start + Frames.HEADER_LENGTH + length;
    int limit = in.writerIndex();
    in.readerIndex(start + Frames.HEADER_LENGTH).writerIndex(end);
    try {
      read(type, ctx, in, listener);
    } finally {
      if (in.refCnt() > 0) { // a callee may have closed the channel and with it the input
        in.setIndex(end, limit);
      }
    }
    return true;
  }

  private void read(int type, ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    if (fragments.isOpen() && (type != Frames.CONTINUATION || streamId != fragments.streamId())) {
      throw connectionError(PROTOCOL_ERROR, "Frame of type %d within a header block", type);
    }
    switch (type) {
      case Frames.DATA -> readData(ctx, in, listener);
      case Frames.HEADERS -> readHeaders(ctx, in, listener);
      case Frames.PRIORITY -> readPriority(in);
      case Frames.RST_STREAM -> readReset(ctx, in, listener);
      case Frames.SETTINGS -> readSettings(ctx, in, listener);
      case Frames.PUSH_PROMISE -> throw connectionError(PROTOCOL_ERROR, "Push is not allowed");
      case Frames.PING -> readPing(ctx, in, listener);
      case Frames.GOAWAY -> readGoAway(ctx, in, listener);
      case Frames.WINDOW_UPDATE -> readWindowUpdate(ctx, in, listener);
      case Frames.CONTINUATION -> readContinuation(ctx, in, listener);
      default -> {} // RFC 9113 section 4.1: unknown types are ignored
    }
  }

  private void readData(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustHaveStream();
    removePadding(in);
    boolean end = has(Frames.END_STREAM);
    guard.payload(in.readableBytes(), end);
    if (isAfterReset()) { // its bytes count for the connection all the same
      connection.local().flowController().receiveFlowControlledFrame(null, in, padding, end);
      return;
    }
    listener.onDataRead(ctx, streamId, in, padding, end);
  }

  private void readHeaders(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustHaveStream();
    removePadding(in);
    if (has(Frames.PRIORITY_PRESENT)) {
      if (in.readableBytes() < PRIORITY_FIELDS) {
        throw connectionError(FRAME_SIZE_ERROR, "HEADERS of %d bytes", length);
      }
      if ((in.readInt() & Integer.MAX_VALUE) == streamId) {
        throw connectionError(PROTOCOL_ERROR, "Stream %d depends on itself", streamId);
      }
      in.skipBytes(1);
    }
    guard.payload(in.readableBytes(), has(Frames.END_STREAM));
    if (has(Frames.END_HEADERS)) {
      headers(ctx, in, has(Frames.END_STREAM), listener);
    } else {
      fragments.begin(streamId, has(Frames.END_STREAM), in, ctx.alloc());
    }
  }

  private void readContinuation(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    if (!fragments.isOpen()) {
      throw connectionError(PROTOCOL_ERROR, "CONTINUATION without HEADERS");
    }
    guard.payload(length, has(Frames.END_HEADERS));
    fragments.add(in);
    if (has(Frames.END_HEADERS)) {
      ByteBuf block = fragments.take();
      try {
        headers(ctx, block, fragments.endsStream(), listener);
      } finally {
        block.release();
      }
    }
  }

  private void headers(
      ChannelHandlerContext ctx, ByteBuf block, boolean end, Http2FrameListener listener)
      throws Http2Exception {
    int id = streamId;
    Http2Exception broken = decode(block);
    if (broken != null && !isNew(id)) {
      throw broken;
    }
    if (!isAfterReset()) {
      mustNotHaveEnded();
      boolean outOfPlace = !end && isAfterHead();
      if (outOfPlace) {
        headers.goesOn(); // whether that is the stream's error or the connection's, it knows
      }
      listener.onHeadersRead(ctx, id, headers, padding, end || outOfPlace);
    }
    if (broken != null) {
      throw broken; // now that the stream is there to die of it
    }
  }

  private @Nullable Http2Exception decode(ByteBuf block) {
    try {
      decoder.read(block);
      return null;
    } catch (Http2Exception e) {
      headers.breaks();
      return e;
    }
  }

  private boolean isNew(int id) {
    return connection.isServer() && !connection.remote().mayHaveCreatedStream(id);
  }

  private boolean isAfterHead() {
    Http2Stream stream = connection.stream(streamId);
    return stream != null && stream.isHeadersReceived();
  }

  /** A client may not go on where it has ended, nor go back (RFC 9113 sections 5.1, 5.1.1). */
  private void mustNotHaveEnded() throws Http2Exception {
    Http2Stream stream = connection.stream(streamId);
    if (stream == null) {
      if (connection.remote().mayHaveCreatedStream(streamId)) {
        throw connectionError(STREAM_CLOSED, "HEADERS on closed stream %d", streamId);
      }
    } else if (!stream.state().remoteSideOpen()) {
      throw streamError(streamId, STREAM_CLOSED, "HEADERS after the end of stream %d", streamId);
    }
  }

  private void readPriority(ByteBuf in) throws Http2Exception {
    mustHaveStream();
    if (length != PRIORITY_FIELDS) {
      throw streamError(streamId, FRAME_SIZE_ERROR, "PRIORITY of %d bytes", length);
    }
    guard.priority();
    if ((in.readInt() & Integer.MAX_VALUE) == streamId) {
      throw streamError(streamId, PROTOCOL_ERROR, "Stream %d depends on itself", streamId);
    }
  }

  private void readReset(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustHaveStream();
    mustBe(4, "RST_STREAM");
    listener.onRstStreamRead(ctx, streamId, in.readUnsignedInt());
  }

  private void readSettings(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustHaveNoStream();
    if (has(Frames.ACK)) {
      mustBe(0, "SETTINGS acknowledgement");
      listener.onSettingsAckRead(ctx);
      return;
    }
    if (length % 6 != 0) {
      throw connectionError(FRAME_SIZE_ERROR, "SETTINGS of %d bytes", length);
    }
    var settings = new Http2Settings();
    while (in.isReadable()) {
      char id = (char) in.readUnsignedShort();
      long value = in.readUnsignedInt();
      try {
        settings.put(id, Long.valueOf(value));
      } catch (IllegalArgumentException e) {
        throw connectionError(
            id == Frames.INITIAL_WINDOW_SIZE ? FLOW_CONTROL_ERROR : PROTOCOL_ERROR,
            e,
            "Setting %d: %d",
            (int) id,
            value);
      }
    }
    listener.onSettingsRead(ctx, settings);
  }

  private void readPing(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustHaveNoStream();
    mustBe(8, "PING");
    if (has(Frames.ACK)) {
      listener.onPingAckRead(ctx, in.readLong());
    } else {
      listener.onPingRead(ctx, in.readLong());
    }
  }

  private void readGoAway(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustHaveNoStream();
    if (length < 8) {
      throw connectionError(FRAME_SIZE_ERROR, "GOAWAY of %d bytes", length);
    }
    int last = in.readInt() & Integer.MAX_VALUE;
    listener.onGoAwayRead(ctx, last, in.readUnsignedInt(), in);
  }

  private void readWindowUpdate(ChannelHandlerContext ctx, ByteBuf in, Http2FrameListener listener)
      throws Http2Exception {
    mustBe(4, "WINDOW_UPDATE");
    guard.windowUpdate();
    int increment = in.readInt() & Integer.MAX_VALUE;
    if (increment == 0) {
      throw streamId == 0
          ? connectionError(PROTOCOL_ERROR, "WINDOW_UPDATE of 0")
          : streamError(streamId, PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
    }
    listener.onWindowUpdateRead(ctx, streamId, increment);
  }

  private boolean isAfterReset() {
    return !resets.isEmpty() && connection.stream(streamId) == null && resets.contains(streamId);
  }

  private void removePadding(ByteBuf in) throws Http2Exception {
    if (has(Frames.PADDED)) {
      if (length == 0) {
        throw connectionError(FRAME_SIZE_ERROR, "Padded frame without a length of padding");
      }
      int bytes = in.readUnsignedByte();
      if (bytes > in.readableBytes()) {
        throw connectionError(PROTOCOL_ERROR, "Padding of %d bytes", bytes);
      }
      padding = bytes + 1;
      in.writerIndex(in.writerIndex() - bytes);
    }
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private void mustHaveStream() throws Http2Exception {
    if (streamId == 0) {
      throw connectionError(PROTOCOL_ERROR, "Frame of a stream on stream 0");
    }
  }

  private void mustHaveNoStream() throws Http2Exception {
    if (streamId != 0) {
      throw connectionError(PROTOCOL_ERROR, "Frame of the connection on stream %d", streamId);
    }
  }

  private void mustBe(int bytes, String what) throws Http2Exception {
    if (length != bytes) {
      throw connectionError(FRAME_SIZE_ERROR, "%s of %d bytes", what, length);
    }
  }

  @Override
  public void close() {
    fragments.close();
  }

  @Override
  public Configuration configuration() {
    return this;
  }

  @Override
  public Http2HeadersDecoder.Configuration headersConfiguration() {
    return new TableSize(decoder);
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
}
