package mesh.proxy.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.h2.head.HeaderBlock;

/** Brings what Netty let through to the streams. Confined to one event loop. */
final class FrameEvents extends Http2FrameAdapter {

  /** One end of the connection. */
  interface End {

    /** A head on a stream that we do not have yet. */
    void onFirstHeaders(Http2Stream stream, HeaderBlock block, boolean end) throws Http2Exception;

    /** The peer changed its mind about what it takes. */
    void onSettings(Http2Settings settings);

    /** The peer wants no streams above the given one. */
    void onGoAway(int lastStreamId, long errorCode);

    /** A stream of ours is no more. */
    void onStreamClosed();
  }

  private final Http2Session session;
  private final End end;

  FrameEvents(Http2Session session, End end) {
    this.session = session;
    this.end = end;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int streamDependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    var block = (HeaderBlock) headers;
    Http2Stream stream = session.connection().stream(streamId);
    if (stream == null) {
      session.stats().headersCbNoStream().increment();
      return;
    }
    CodecStream ours = session.ours(stream);
    if (ours == null) {
      end.onFirstHeaders(stream, block, endOfStream);
    } else {
      ours.onHeaders(block, endOfStream);
    }
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    CodecStream ours = session.stream(streamId);
    int length = data.readableBytes();
    return padding + (ours == null ? length : ours.onData(data, endOfStream));
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
    session.stats().rxReset().increment();
    CodecStream ours = session.stream(streamId);
    if (ours != null) {
      ResetReason reason = ErrorCodes.reason(errorCode);
      ours.fail(reason, ErrorCodes.details(reason));
    }
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    session.flushLater(); // windows may have grown
    end.onSettings(settings);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) {
    session.flushLater();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext ctx, long data) {
    session.ending().onPingAnswer();
  }

  @Override
  public void onGoAwayRead(
      ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData) {
    end.onGoAway(lastStreamId, errorCode);
  }
}
