package mesh.proxy.http.h2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * An upstream HTTP/2 connection: the last handler of its pipeline, which begins with our preface.
 * Confined to its event loop.
 */
public final class Http2ClientConnection extends Http2ConnectionHandler
    implements ClientConnection {

  private final Http2Session session;
  private final Listener listener;
  private final Opening opening = new Opening();
  private int active; // streams handed out, with or without a head
  private long streamsOpened;
  private int nextId = 1; // Netty would begin with 3, as after an upgrade from HTTP/1
  private boolean draining;
  private boolean closedTold;

  /** A connection whose channel is, or is about to be, active. */
  public Http2ClientConnection(
      Http2Config config, Http2Stats stats, Listener listener, Worker worker, ConnectionInfo info) {
    this(Wiring.client(config, stats, worker.scratch()), config, stats, listener, worker, info);
  }

  private Http2ClientConnection(
      Wiring wiring,
      Http2Config config,
      Http2Stats stats,
      Listener listener,
      Worker worker,
      ConnectionInfo info) {
    super(wiring.decoder(), wiring.encoder(), wiring.settings(), true, false);
    this.listener = listener;
    this.session = new Http2Session(wiring, config, stats, worker, info, new Responses());
    gracefulShutdownTimeoutMillis(-1); // ours to time
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP2;
  }

  @Override
  public StreamEncoder newStream(StreamDecoder response) {
    session.ending().beforeStream();
    active++;
    streamsOpened++;
    return new ClientStream(session, opening, response);
  }

  @Override
  public int availableStreams() {
    if (draining || session.ending().isDying()) {
      return 0;
    }
    int most =
        Math.min(session.config().maxConcurrentStreams(), connection().local().maxActiveStreams());
    return Math.max(0, most - active);
  }

  @Override
  public int activeStreams() {
    return active;
  }

  @Override
  public long streamsOpened() {
    return streamsOpened;
  }

  @Override
  public void drain() {
    draining = true;
    closeIfDone();
  }

  @Override
  public void close() {
    session.ending().close();
  }

  @Override
  public ConnectionInfo info() {
    return session.info();
  }

  private void closeIfDone() {
    if (draining && active == 0) {
      session.ending().closeGently();
    }
  }

  private final class Opening implements ClientStream.Opener {

    @Override
    public @Nullable Http2Stream open(ClientStream stream, Headers head, boolean end) {
      if (session.ending().isDying() || connection().goAwayReceived()) {
        return null;
      }
      int id = nextId;
      if (id < 0 || !connection().local().canOpenStream()) {
        return null;
      }
      nextId += 2;
      session.writeHead(id, head, end);
      Http2Stream opened = connection().stream(id);
      if (opened != null) {
        session.add(opened, stream);
      }
      if (id >= Integer.MAX_VALUE - 2) {
        draining = true; // the last id there is
        listener.onCapacityChanged(Http2ClientConnection.this);
      }
      return opened;
    }

    @Override
    public void over() {
      active--;
      listener.onStreamClosed(Http2ClientConnection.this);
      closeIfDone();
    }
  }

  private final class Responses implements FrameEvents.End {

    @Override
    public void onFirstHeaders(Http2Stream stream, HeaderBlock block, boolean end) {
      session.stats().headersCbNoStream().increment();
    }

    @Override
    public void onSettings(Http2Settings settings) {
      if (settings.maxConcurrentStreams() != null) {
        listener.onCapacityChanged(Http2ClientConnection.this);
      }
    }

    @Override
    public void onGoAway(int lastStreamId, long errorCode) {
      draining = true;
      session.forEachStream(stream -> ((ClientStream) stream).refuseAbove(lastStreamId));
      listener.onCapacityChanged(Http2ClientConnection.this);
      session.worker().loop().execute(Http2ClientConnection.this::closeIfDone);
    }

    @Override
    public void onStreamClosed() {}
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
    session.gone();
    if (!closedTold) {
      closedTold = true;
      listener.onClosed(this);
    }
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
