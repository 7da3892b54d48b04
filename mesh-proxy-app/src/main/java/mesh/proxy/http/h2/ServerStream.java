package mesh.proxy.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.ServerConnection;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.http.h2.head.HeadFault;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.http.h2.head.Upgrades;

/** A request and its answer. Confined to one event loop. */
final class ServerStream implements StreamEncoder, CodecStream, Outgoing.Owner {

  private final Http2Session session;
  private final Http2Stream stream;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private final StreamDecoder decoder;
  private boolean headReceived;
  private boolean headSent;
  private boolean dead; // nothing is written or told any more
  private boolean toldWritable;

  ServerStream(Http2Session session, Http2Stream stream, ServerConnection.StreamFactory of) {
    this.session = session;
    this.stream = stream;
    this.incoming = new Incoming(session);
    this.outgoing = new Outgoing(session, this);
    this.toldWritable = session.isWritable();
    outgoing.open(stream);
    session.add(stream, this);
    this.decoder = of.newStream(this);
  }

  @Override
  public void onHeaders(HeaderBlock block, boolean end) {
    if (dead || block.isBroken()) {
      return;
    }
    if (headReceived) {
      onTrailers(block);
      return;
    }
    headReceived = true;
    HeadFault fault = block.requestFault(session.config().allowConnect());
    if (block.dropped() > 0) {
      session.stats().droppedHeadersWithUnderscores().add(block.dropped());
    }
    if (fault != null) {
      refuse(fault);
      return;
    }
    Headers head = block.take();
    if (block.isExtendedConnect()) {
      Upgrades.requestFromHttp2(head);
    }
    if (incoming.begin(block.contentLength(), end)) {
      decoder.onHead(head, end);
    } else {
      refuse(HeadFault.INVALID_MESSAGE);
    }
  }

  private void onTrailers(HeaderBlock block) {
    session.stats().trailers().increment();
    HeadFault fault = block.trailersFault();
    if (fault == null && !incoming.end()) {
      fault = HeadFault.INVALID_MESSAGE;
    }
    if (fault != null) {
      refuse(fault);
      return;
    }
    decoder.onTrailers(block.take());
  }

  private void refuse(HeadFault fault) {
    if (fault.isProtocolError()) {
      session.stats().rxMessagingError().increment();
      fail(ResetReason.PROTOCOL_ERROR, fault.details());
      if (!session.config().streamErrors()) {
        session.ending().onInvalidMessage(fault.details());
        return;
      }
    } else {
      if (fault == HeadFault.TOO_MANY) {
        session.stats().headerOverflow().increment();
      } else {
        session.stats().requestsRejectedWithUnderscores().increment();
      }
      fail(ResetReason.REMOTE_RESET, fault.details()); // so does Envoy, to its access log too
    }
    session.reset(stream.id(), fault.error());
  }

  @Override
  public int onData(ByteBuf data, boolean end) throws Http2Exception {
    return dead ? data.readableBytes() : incoming.data(stream, data, end, decoder);
  }

  @Override
  public void fail(ResetReason reason, String details) {
    if (!dead) {
      dead = true;
      decoder.onReset(reason, details);
    }
  }

  @Override
  public String errorDetails() {
    return incoming.errorDetails();
  }

  @Override
  public void closed() {
    if (!outgoing.isEndSent()) {
      fail(session.ending().reason(), session.ending().details());
    }
    dead = true;
  }

  @Override
  public void tellWritable() {
    boolean now = isWritable();
    if (toldWritable != now && !dead) {
      toldWritable = now;
      decoder.onWritable(now);
    }
  }

  // What the application writes.

  @Override
  public void writeInformational(Headers head) {
    if (!dead && !headSent) {
      session.writeHead(stream.id(), head, false);
    }
  }

  @Override
  public void writeHead(Headers head, boolean end) {
    if (dead || headSent) {
      return;
    }
    headSent = true;
    if (end) {
      outgoing.endedByHeaders();
    }
    session.writeHead(stream.id(), Upgrades.responseToHttp2(head), end);
    if (end) {
      onEndSent();
    }
  }

  @Override
  public void writeData(ByteBuf data, boolean end) {
    if (dead || !headSent || outgoing.isEndWritten()) {
      data.release();
      return;
    }
    outgoing.write(data, end);
    tellWritable();
  }

  @Override
  public void writeTrailers(Headers trailers) {
    if (dead || !headSent || outgoing.isEndWritten()) {
      return;
    }
    if (trailers.size() == 0) {
      outgoing.write(Unpooled.EMPTY_BUFFER, true);
    } else if (outgoing.isEmpty()) {
      outgoing.endedByHeaders();
      session.writeHead(stream.id(), trailers, true);
      onEndSent();
    } else {
      outgoing.writeTrailers(trailers);
    }
  }

  @Override
  public void reset(ResetReason reason) {
    if (dead) {
      return;
    }
    if (outgoing.isEndWritten() && !outgoing.isEndSent()) {
      session.flushNow(); // a whole answer: what the client's window takes still goes out
    }
    dead = true;
    if (!outgoing.isEndSent()) { // else the end was the reset, or made it needless
      session.reset(stream.id(), ErrorCodes.toClient(reason));
    }
  }

  @Override
  public boolean isWritable() {
    return session.isWritable() && !outgoing.isFull();
  }

  @Override
  public void setReading(boolean reading) {
    incoming.setReading(reading, stream);
  }

  @Override
  public Protocol protocol() {
    return Protocol.HTTP2;
  }

  @Override
  public ConnectionInfo connection() {
    return session.info();
  }

  // What became of it.

  /** An answer that did not wait for the request makes the rest of the request pointless. */
  @Override
  public void onEndSent() {
    session.closeLocal(stream);
    if (!incoming.isEnded()) {
      dead = true;
      session.reset(stream.id(), Http2Error.NO_ERROR);
    }
  }

  @Override
  public void onDrained() {
    tellWritable();
  }

  @Override
  public void onFlushTimeout() {
    session.stats().txFlushTimeout().increment();
    dead = true;
    session.reset(stream.id(), ErrorCodes.toClient(ResetReason.LOCAL_RESET));
  }
}
