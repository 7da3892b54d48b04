package mesh.proxy.http.h2;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ServerConnection;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.worker.Timers;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A downstream HTTP/2 connection: the last handler of its pipeline, from the client's preface on.
 * Confined to its event loop.
 */
public final class Http2ServerConnection extends Http2ConnectionHandler
    implements ServerConnection {

  private final Http2Session session;
  private final StreamFactory streams;
  private Timers.@Nullable Timeout grace; // between the two GOAWAYs
  private boolean draining;
  private boolean refusing; // the second GOAWAY is out

  /** A connection that has not read its preface yet. */
  public Http2ServerConnection(
      Http2Config config,
      Http2Stats stats,
      StreamFactory streams,
      Worker worker,
      ConnectionInfo info) {
    this(Wiring.server(config, stats, worker.scratch()), config, stats, streams, worker, info);
  }

  private Http2ServerConnection(
      Wiring wiring,
      Http2Config config,
      Http2Stats stats,
      StreamFactory streams,
      Worker worker,
      ConnectionInfo info) {
    super(wiring.decoder(), wiring.encoder(), wiring.settings(), true, false);
    this.streams = streams;
    this.session = new Http2Session(wiring, config, stats, worker, info, new Requests());
    gracefulShutdownTimeoutMillis(-1); // ours to time
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP2;
  }

  @Override
  public int activeStreams() {
    return connection().numActiveStreams();
  }

  @Override
  public void drain() {
    if (draining || session.ending().isDying()) {
      return;
    }
    draining = true;
    long millis = session.config().drainMillis();
    if (millis == 0) {
      refuse();
      return;
    }
    session.stats().goawayGracefulSent().increment();
    goAway(Integer.MAX_VALUE);
    grace = session.worker().timers().after(millis, this::refuse);
  }

  @Override
  public void close() {
    session.ending().close();
  }

  /** Takes no more streams; closes after the last. */
  private void refuse() {
    if (!session.ending().isDying()) {
      refusing = true;
      session.stats().goawaySent().increment();
      goAway(connection().remote().lastStreamCreated());
      closeIfDone();
    }
  }

  private void goAway(int lastStreamId) {
    ChannelHandlerContext ctx = session.context();
    encoder()
        .writeGoAway(
            ctx, lastStreamId, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    session.flushLater();
  }

  private void closeIfDone() {
    if (refusing && activeStreams() == 0) {
      session.ending().closeGently();
    }
  }

  private final class Requests implements FrameEvents.End {

    @Override
    public void onFirstHeaders(Http2Stream stream, HeaderBlock block, boolean end)
        throws Http2Exception {
      new ServerStream(session, stream, streams).onHeaders(block, end);
    }

    @Override
    public void onSettings(Http2Settings settings) {}

    /** We open no streams, and those that the client opened go on. */
    @Override
    public void onGoAway(int lastStreamId, long errorCode) {}

    @Override
    public void onStreamClosed() {
      closeIfDone();
    }
  }

  // Netty's side.

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    session.added(ctx);
    super.handlerAdded(ctx);
    session.opened();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) throws Exception {
    super.channelActive(ctx);
    session.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    session.ending().onRead();
    super.channelRead(ctx, message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    discardSomeReadBytes();
    session.readComplete(ctx);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    session.flushNow();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    session.writabilityChanged(ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    gone();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    super.handlerRemoved0(ctx);
    gone();
  }

  private void gone() {
    if (grace != null) {
      session.worker().timers().cancel(grace);
    }
    session.gone();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    session.ending().onException(cause);
  }

  @Override
  protected void onStreamError(
      ChannelHandlerContext ctx, boolean outbound, Throwable cause, StreamException error) {
    session.ending().onStreamError(error);
    super.onStreamError(ctx, outbound, cause, error);
  }

  @Override
  protected void onConnectionError(
      ChannelHandlerContext ctx,
      boolean outbound,
      Throwable cause,
      @Nullable Http2Exception error) {
    session.ending().onConnectionError(cause, error);
  }
}
