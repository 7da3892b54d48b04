package mesh.proxy.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** An upstream HTTP/1.1 connection: one request at a time. Confined to its event loop. */
public final class Http1ClientConnection extends ChannelInboundHandlerAdapter
    implements ClientConnection {

  private final Http1Config config;
  private final Listener listener;
  private final Worker worker;
  private final ConnectionInfo info;
  private final HeadCollector collector;
  private final HeadReader heads;
  private final StatusLine line = new StatusLine();
  private final BodyReader body;

  private @Nullable ChannelHandlerContext context;
  private @Nullable Outbox outbox;
  private @Nullable Http1ClientStream stream;
  private boolean headRead; // of the response in flight
  private boolean draining;
  private boolean closed;
  private long streamsOpened;
  private boolean sawResponse;

  public Http1ClientConnection(
      Http1Config config, Listener listener, Worker worker, ConnectionInfo info) {
    this.config = config;
    this.listener = listener;
    this.worker = worker;
    this.info = info;
    this.collector = new HeadCollector(config.limits(), worker);
    this.heads = new HeadReader(config, HeadReader.From.SERVER);
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
  public StreamEncoder newStream(StreamDecoder response) {
    if (stream != null || closed) {
      throw new IllegalStateException(
          "An HTTP/1 connection takes one stream at a time, and none once it is closed");
    }
    streamsOpened++;
    headRead = false;
    sawResponse = false;
    body.begin(Framing.NONE, 0);
    stream = new Http1ClientStream(this, response);
    setReading(true);
    return stream;
  }

  @Override
  public int availableStreams() {
    return stream == null && !draining && !closed ? 1 : 0;
  }

  @Override
  public int activeStreams() {
    return stream == null ? 0 : 1;
  }

  @Override
  public long streamsOpened() {
    return streamsOpened;
  }

  @Override
  public boolean sawResponse() {
    return sawResponse;
  }

  @Override
  public void drain() {
    draining = true;
    if (stream == null) {
      close();
    }
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  public ConnectionInfo info() {
    return info;
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (!(message instanceof ByteBuf in)) {
      ReferenceCountUtil.release(message);
      return;
    }
    try {
      consume(in);
    } finally {
      in.release();
    }
  }

  private void consume(ByteBuf in) {
    while (in.isReadable() && !closed) {
      Http1ClientStream reading = stream;
      if (reading == null || headRead && body.isDone()) {
        close(); // bytes that no request asked for
        return;
      }
      if (headRead) {
        if (body.read(in, reading.response()) != null) {
          fail();
          return;
        }
      } else {
        sawResponse = true;
        if (!readHead(in, reading)) {
          return;
        }
      }
      if (headRead && body.isDone() && stream == reading) {
        responseDone(reading);
      }
    }
  }

  /** False if the head is not all there, or is broken. */
  private boolean readHead(ByteBuf in, Http1ClientStream reading) {
    HeadCollector.Result result = collector.collect(in, null);
    if (result == HeadCollector.Result.INCOMPLETE) {
      return false;
    }
    Headers head = result == HeadCollector.Result.COMPLETE ? parsedHead() : null;
    if (head == null || !mayHaveThatBody(head)) {
      fail();
      return false;
    }
    if (line.code < 200 && line.code != 101) {
      reading.response().onInformational(head);
      return true;
    }
    headRead = true;
    beginBody(reading, head);
    reading.response().onHead(head, body.isDone());
    return true;
  }

  /** Null if it is broken beyond what can be tidied. */
  private @Nullable Headers parsedHead() {
    int from = collector.from();
    int to = collector.to();
    Headers head = parsed(collector.bytes(), from, to);
    if (head == null) {
      byte[] tidy = UntidyHead.tidied(collector.bytes(), from, to);
      return tidy == null ? null : parsed(tidy, 0, tidy.length);
    }
    return head;
  }

  private @Nullable Headers parsed(byte[] bytes, int from, int to) {
    int fields = line.read(bytes, from, to);
    if (fields < 0) {
      return null;
    }
    Headers head = new Headers();
    head.add(HeaderNames.STATUS, line.status);
    return heads.read(bytes, fields, to, head) ? head : null;
  }

  /** RFC 9110 section 8.6 and RFC 9112 section 6.1: no framing on a 1xx or a 204. */
  private boolean mayHaveThatBody(Headers head) {
    if (line.code >= 200 && line.code != 204) {
      return true;
    }
    if (heads.contentLength == 0) {
      head.remove(HeaderNames.CONTENT_LENGTH);
    }
    return !heads.chunked && heads.contentLength <= 0;
  }

  private void beginBody(Http1ClientStream reading, Headers head) {
    boolean last = line.http10 ? !heads.keepAlive : heads.close;
    draining |= last;
    int code = line.code;
    if (reading.isTunnel(code)) {
      draining = true;
      if (code == 101 && heads.connection != null) {
        head.set(HeaderNames.CONNECTION, heads.connection);
      }
      body.becomeRaw();
    } else if (reading.isHeadRequest() || code == 204 || code == 304 || code == 101) {
      body.begin(Framing.NONE, 0);
    } else if (heads.chunked) {
      body.begin(Framing.CHUNKED, 0);
    } else if (heads.contentLength >= 0) {
      body.begin(heads.contentLength == 0 ? Framing.NONE : Framing.LENGTH, heads.contentLength);
    } else {
      draining = true;
      body.begin(Framing.UNTIL_CLOSE, 0);
    }
  }

  private void responseDone(Http1ClientStream done) {
    stream = null;
    boolean reusable = done.requestDone() && !draining;
    done.over();
    if (!reusable) {
      draining = true;
      close();
    }
    listener.onStreamClosed(this);
  }

  private void fail() {
    Http1ClientStream failed = stream;
    stream = null;
    draining = true;
    listener.onProtocolError(this);
    if (failed != null) {
      failed.over();
      failed.response().onReset(ResetReason.PROTOCOL_ERROR, "");
      listener.onStreamClosed(this);
    }
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (!closed) {
      closed = true;
      boolean midway = collector.isTorn() || headRead && !body.isDone();
      collector.discard();
      if (outbox != null) {
        outbox.discard();
      }
      Http1ClientStream cut = stream;
      stream = null;
      if (cut != null) {
        cut.over();
        if (midway && !(headRead && body.endsWithConnection())) {
          listener.onProtocolError(this);
        }
        if (headRead && !body.isDone() && body.endsWithConnection()) {
          cut.response().onData(Unpooled.EMPTY_BUFFER, true);
        } else {
          cut.response()
              .onReset(
                  midway ? ResetReason.PROTOCOL_ERROR : ResetReason.CONNECTION_TERMINATION,
                  info.transportFailure());
        }
        listener.onStreamClosed(this);
      }
      listener.onClosed(this);
    }
    from.fireChannelInactive();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext from) {
    if (stream != null) {
      stream.response().onWritable(from.channel().isWritable());
    }
    from.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    from.close(); // why TLS failed is written down where TLS is
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

  /** What comes from now on is the response's body; whoever asked for this makes up its head. */
  void becomeTunnel() {
    draining = true;
    headRead = true;
    body.becomeRaw();
  }

  /** Our side of the tunnel is at its end; the peer's is not. */
  void endOutput() {
    ChannelHandlerContext open = context;
    if (open != null && open.channel() instanceof DuplexChannel channel) {
      outbox().flushNow();
      SslHandler tls = open.pipeline().get(SslHandler.class);
      ChannelFuture written =
          tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
      written.addListener(sent -> channel.shutdownOutput());
    }
  }

  boolean trailersWanted() {
    return config.trailers();
  }

  boolean isWritable() {
    return context != null && context.channel().isWritable();
  }

  void setReading(boolean reading) {
    if (context != null && context.channel().config().isAutoRead() != reading) {
      context.channel().config().setAutoRead(reading);
    }
  }

  void aborted(Http1ClientStream dead) {
    if (stream == dead) {
      stream = null;
      draining = true;
      close();
      listener.onStreamClosed(this);
    }
  }
}
