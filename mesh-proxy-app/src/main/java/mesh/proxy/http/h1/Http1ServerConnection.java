package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.LingeringClose;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.ServerConnection;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A downstream HTTP/1.1 connection: reads requests one at a time, holds back pipelined ones until
 * the answer before them is written. Confined to its event loop.
 */
public final class Http1ServerConnection extends ChannelInboundHandlerAdapter
    implements ServerConnection {

  private final Http1Config config;
  private final StreamFactory streams;
  private final Worker worker;
  private final ConnectionInfo info;
  private final HeadCollector collector;
  private final HeadReader heads;
  private final RequestLine line;
  private final RequestHead requests;
  private final BodyReader body;

  private @Nullable ChannelHandlerContext context;
  private @Nullable Outbox outbox;
  private @Nullable Http1ServerStream stream; // the one in flight
  private boolean headAwaited; // of the stream in flight: a part of it is there
  private @Nullable ByteBuf held; // bytes of the next request, or more body than the reader wants
  private boolean readingWanted = true;
  private boolean consuming;
  private boolean draining;
  private boolean closing; // no more requests; what comes is discarded

  public Http1ServerConnection(
      Http1Config config, StreamFactory streams, Worker worker, ConnectionInfo info) {
    this.config = config;
    this.streams = streams;
    this.worker = worker;
    this.info = info;
    this.collector = new HeadCollector(config.limits(), worker);
    this.heads = new HeadReader(config, HeadReader.From.CLIENT);
    this.line = new RequestLine(config);
    this.requests = new RequestHead(config, line, heads, info);
    this.body = new BodyReader(config, heads);
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP11;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    outbox = new Outbox(added, worker);
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (!(message instanceof ByteBuf in) || closing) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (held != null) {
      held = held.alloc().compositeBuffer(64).addComponents(true, held, in);
      return;
    }
    consume(in);
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    die("downstream_remote_disconnect");
    from.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext from) {
    if (stream != null) {
      stream.decoder().onWritable(from.channel().isWritable());
    }
    from.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    from.close(); // the peer's reset, mostly: to a log it is a close like any other
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext from) {
    die("downstream_local_disconnect");
  }

  @Override
  public void drain() {
    draining = true;
  }

  @Override
  public void close() {
    closing = true;
    if (context != null) {
      context.close();
    }
  }

  @Override
  public int activeStreams() {
    return stream == null ? 0 : 1;
  }

  /** Takes ownership of {@code in}; what cannot be used now is held. */
  private void consume(ByteBuf in) {
    consuming = true;
    try {
      while (in.isReadable() && !closing) {
        if (stream == null || headAwaited) {
          if (!readHead(in)) {
            break;
          }
        } else if (!body.isDone()) {
          Fault fault = body.read(in, stream.decoder());
          if (fault != null && stream != null) {
            refuse(stream, fault);
          }
        } else {
          held = in.retainedSlice(); // pipelined: its turn comes
          break;
        }
      }
    } finally {
      consuming = false;
      in.release();
      updateReading();
    }
  }

  /** False if the head is not all there. */
  private boolean readHead(ByteBuf in) {
    HeadCollector.Result result = collector.collect(in, line);
    switch (result) {
      case INCOMPLETE -> {
        if (stream == null && collector.isTorn()) {
          headAwaited = true; // the time that a request may take begins with its first byte
          open();
        }
        return false;
      }
      case TOO_LARGE -> refuseHead(Fault.TOO_LARGE);
      case NOT_HTTP -> refuseHead(line.fault == null ? Fault.MALFORMED : line.fault);
      case COMPLETE -> parseHead(collector.bytes(), collector.from(), collector.to());
    }
    return true;
  }

  private void parseHead(byte[] bytes, int from, int to) {
    Headers head = new Headers();
    Fault fault = requests.read(bytes, from, to, head);
    if (fault != null) {
      refuseHead(fault);
      return;
    }
    boolean connect = line.method.equals("CONNECT");
    if (heads.upgrade || connect) {
      body.becomeRaw();
      if (heads.upgrade && heads.connection != null) {
        head.set(HeaderNames.CONNECTION, heads.connection);
      }
    } else if (heads.chunked) {
      body.begin(Framing.CHUNKED, 0);
    } else {
      body.begin(heads.contentLength > 0 ? Framing.LENGTH : Framing.NONE, heads.contentLength);
    }
    boolean persistent = line.http10 ? heads.keepAlive && !heads.close : !heads.close;
    Http1ServerStream begun = begun();
    begun.begin(line.http10, line.method.equals("HEAD"), connect, persistent);
    begun.decoder().onHead(head, body.isDone());
  }

  private Http1ServerStream begun() {
    headAwaited = false;
    Http1ServerStream known = stream;
    return known == null ? open() : known;
  }

  private Http1ServerStream open() {
    var opened = new Http1ServerStream(this);
    stream = opened;
    opened.decoder(streams.newStream(opened));
    return opened;
  }

  private void refuseHead(Fault fault) {
    refuse(begun(), fault);
  }

  private void refuse(Http1ServerStream refused, Fault fault) {
    body.begin(Framing.NONE, 0);
    refused.mustClose();
    refused.decoder().onCodecError(fault.status(), fault.details());
  }

  // For the stream in flight.

  Outbox outbox() {
    if (outbox == null) {
      throw new IllegalStateException("Not in a pipeline");
    }
    return outbox;
  }

  HeadWriter headWriter() {
    return new HeadWriter(worker.scratch(), config.names());
  }

  ConnectionInfo info() {
    return info;
  }

  boolean isDraining() {
    return draining;
  }

  boolean requestDone() {
    return body.isDone();
  }

  boolean trailersWanted() {
    return config.trailers();
  }

  boolean isWritable() {
    return context != null && context.channel().isWritable();
  }

  void reading(boolean wanted) {
    readingWanted = wanted;
    updateReading();
  }

  /** The response is written. */
  void finished(Http1ServerStream done, boolean keep) {
    if (stream != done) {
      return;
    }
    stream = null;
    headAwaited = false;
    readingWanted = true;
    if (!keep || !body.isDone()) {
      closeGently();
      return;
    }
    if (held != null && !consuming && context != null) {
      // Not at once: the upstream connection of this request is not back in its pool yet.
      context.executor().execute(this::consumeHeld);
    }
    updateReading();
  }

  private void consumeHeld() {
    ByteBuf next = held;
    if (next != null && stream == null && !closing) {
      held = null;
      consume(next);
    }
  }

  /** The stream was reset by us: there is no way to say so but to close. */
  void aborted(Http1ServerStream dead) {
    if (stream == dead) {
      stream = null;
      closeGently(); // what the client got so far reaches it
    }
  }

  /**
   * Sends what is waiting, ends our side, and gives the client a moment to read it: a close with
   * unread input would reset the connection and take the response with it.
   */
  private void closeGently() {
    closing = true;
    dropHeld();
    body.begin(Framing.NONE, 0);
    ChannelHandlerContext open = context;
    if (open != null && open.channel().isActive()) {
      outbox().flushNow();
      open.channel().config().setAutoRead(true);
      LingeringClose.of(open.channel(), worker, config.limits().lingerMillis());
    }
  }

  private void updateReading() {
    ChannelHandlerContext open = context;
    if (open != null && !closing) {
      boolean read = readingWanted && held == null;
      if (open.channel().config().isAutoRead() != read) {
        open.channel().config().setAutoRead(read);
      }
    }
  }

  private void die(String details) {
    closing = true;
    dropHeld();
    collector.discard();
    if (outbox != null) {
      outbox.discard();
    }
    Http1ServerStream cut = stream;
    if (cut != null) {
      stream = null;
      cut.dead();
      cut.decoder().onReset(ResetReason.CONNECTION_TERMINATION, details);
    }
  }

  private void dropHeld() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
