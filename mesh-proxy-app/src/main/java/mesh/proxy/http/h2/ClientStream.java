package mesh.proxy.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.StreamDecoder;
import mesh.proxy.http.StreamEncoder;
import mesh.proxy.http.h2.head.HeadFault;
import mesh.proxy.http.h2.head.HeaderBlock;
import mesh.proxy.http.h2.head.Upgrades;
import org.jspecify.annotations.Nullable;

/** A request of ours and its answer. Confined to one event loop. */
final class ClientStream implements StreamEncoder, CodecStream, Outgoing.Owner {

  /** The connection, as its streams need it. */
  interface Opener {

    /**
     * Opens the stream with its head.
     *
     * @return null if the connection takes no more streams
     */
    @Nullable Http2Stream open(ClientStream stream, Headers head, boolean end);

    /** The stream is over; counts once. */
    void over();
  }

  private static final int FIRST_FINAL = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int NO_CONTENT = 204;
  private static final long ANY_LENGTH = -1;

  private final Http2Session session;
  private final Opener opener;
  private final StreamDecoder decoder;
  private final Incoming incoming;
  private final Outgoing outgoing;
  private @Nullable Http2Stream stream; // null until the head is written
  private @Nullable String upgrade; // protocol that the request wants to switch to
  private boolean bodiless; // an answer to HEAD or CONNECT
  private boolean answered; // the final head came
  private boolean dead;
  private boolean over;
  private boolean reading = true;
  private boolean toldWritable;

  ClientStream(Http2Session session, Opener opener, StreamDecoder decoder) {
    this.session = session;
    this.opener = opener;
    this.decoder = decoder;
    this.incoming = new Incoming(session);
    this.outgoing = new Outgoing(session, this);
    this.toldWritable = session.isWritable();
  }

  // What the server sends.

  @Override
  public void onHeaders(HeaderBlock block, boolean end) {
    if (dead || block.isBroken()) {
      return;
    }
    if (answered) {
      onTrailers(block, end);
      return;
    }
    HeadFault fault = block.responseFault();
    if (fault != null) {
      refuse(fault);
      return;
    }
    Headers head = block.take();
    int status = head.status();
    if (status < FIRST_FINAL) {
      if (end) {
        refuse(HeadFault.INVALID_MESSAGE);
      } else {
        decoder.onInformational(head);
      }
      return;
    }
    answered = true;
    if (upgrade != null) {
      Upgrades.responseFromHttp2(head, upgrade);
    }
    boolean counted = !bodiless && status != NOT_MODIFIED && status != NO_CONTENT;
    if (incoming.begin(counted ? block.contentLength() : ANY_LENGTH, end)) {
      decoder.onHead(head, end);
      dropRequestIfAnswered();
    } else {
      refuse(HeadFault.INVALID_MESSAGE);
    }
  }

  private void onTrailers(HeaderBlock block, boolean end) {
    HeadFault fault = end ? block.trailersFault() : HeadFault.INVALID_MESSAGE;
    if (fault == null && !incoming.end()) {
      fault = HeadFault.INVALID_MESSAGE;
    }
    if (fault != null) {
      refuse(fault);
      return;
    }
    decoder.onTrailers(block.take());
    dropRequestIfAnswered();
  }

  /** Nobody waits for the rest of a request that is answered to the end. */
  private void dropRequestIfAnswered() {
    if (incoming.isEnded() && !outgoing.isEndWritten()) {
      reset(ResetReason.LOCAL_RESET);
    }
  }

  private void refuse(HeadFault fault) {
    if (fault == HeadFault.TOO_MANY) {
      session.stats().headerOverflow().increment();
    } else {
      session.stats().rxMessagingError().increment();
    }
    fail(ResetReason.PROTOCOL_ERROR, fault.details());
    if (fault.isProtocolError() && !session.config().streamErrors()) {
      session.ending().onInvalidMessage(fault.details());
    } else {
      session.reset(id(), fault.error());
    }
  }

  @Override
  public int onData(ByteBuf data, boolean end) throws Http2Exception {
    Http2Stream open = stream;
    if (dead || open == null) {
      return data.readableBytes();
    }
    if (!answered) {
      refuse(HeadFault.INVALID_MESSAGE); // RFC 9113 section 8.1: a head comes first
      return data.readableBytes();
    }
    int taken = incoming.data(open, data, end, decoder);
    dropRequestIfAnswered();
    return taken;
  }

  @Override
  public void fail(ResetReason reason, String details) {
    if (dead) {
      return;
    }
    dead = true;
    if (!incoming.isEnded()) { // a whole answer is a whole answer
      decoder.onReset(reason, session.info().transportFailure()); // the rest is the codec's alone
    }
  }

  /** The server will not look at streams above that one: they are safe to send elsewhere. */
  void refuseAbove(int lastStreamId) {
    if (id() > lastStreamId) {
      fail(ResetReason.REMOTE_REFUSED_STREAM_RESET, "http2.remote_refuse");
    }
  }

  @Override
  public String errorDetails() {
    return incoming.errorDetails();
  }

  @Override
  public void closed() {
    if (!incoming.isEnded()) {
      fail(session.ending().reason(), session.ending().details());
    }
    dead = true;
    finish();
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
    throw new IllegalStateException("Requests have no informational heads");
  }

  @Override
  public void writeHead(Headers head, boolean end) {
    if (dead || stream != null) {
      return;
    }
    String method = head.method();
    upgrade = Upgrades.protocol(head);
    bodiless = method.equals("HEAD") || method.equals("CONNECT");
    if (end) {
      outgoing.endedByHeaders();
    }
    Http2Stream opened = opener.open(this, Upgrades.requestToHttp2(head), end);
    if (opened == null) {
      failLater();
      return;
    }
    stream = opened;
    outgoing.open(opened);
    incoming.setReading(reading, opened);
    tellWritable();
  }

  /** Not now: nobody expects to be called back by a write. */
  private void failLater() {
    session
        .worker()
        .loop()
        .execute(
            () -> {
              fail(ResetReason.REMOTE_REFUSED_STREAM_RESET, "http2.remote_refuse");
              finish();
            });
  }

  @Override
  public void writeData(ByteBuf data, boolean end) {
    if (dead || stream == null || outgoing.isEndWritten()) {
      data.release();
      return;
    }
    outgoing.write(data, end);
    tellWritable();
  }

  @Override
  public void writeTrailers(Headers trailers) {
    if (dead || stream == null || outgoing.isEndWritten()) {
      return;
    }
    if (trailers.size() == 0) {
      outgoing.write(Unpooled.EMPTY_BUFFER, true);
    } else if (outgoing.isEmpty()) {
      outgoing.endedByHeaders();
      session.writeHead(id(), trailers, true);
    } else {
      outgoing.writeTrailers(trailers);
    }
  }

  @Override
  public void reset(ResetReason reason) {
    if (dead) {
      return;
    }
    dead = true;
    if (stream == null) {
      finish();
    } else {
      session.reset(id(), ErrorCodes.toServer(reason));
    }
  }

  @Override
  public boolean isWritable() {
    return session.isWritable() && !outgoing.isFull();
  }

  @Override
  public void setReading(boolean wanted) {
    reading = wanted;
    if (stream != null) {
      incoming.setReading(wanted, stream);
    }
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

  @Override
  public void onEndSent() {
    if (stream != null) {
      session.closeLocal(stream);
    }
  }

  @Override
  public void onDrained() {
    tellWritable();
  }

  @Override
  public void onFlushTimeout() {
    session.stats().txFlushTimeout().increment();
    fail(ResetReason.LOCAL_RESET, "");
    session.reset(id(), ErrorCodes.toServer(ResetReason.LOCAL_RESET));
  }

  private void finish() {
    if (!over) {
      over = true;
      opener.over();
    }
  }

  private int id() {
    Http2Stream open = stream;
    if (open == null) {
      throw new IllegalStateException("The head is not written yet");
    }
    return open.id();
  }
}
