package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.nio.CharBuffer;
import javax.net.ssl.SSLException;
import mesh.proxy.http.LingeringClose;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.h2.frame.Flood;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a connection dies, and of what. Confined to one event loop. */
final class Ending implements Keepalive.Line {

  private static final Logger log = LoggerFactory.getLogger(Ending.class);
  private static final int LONGEST_DEBUG = 256;

  /** Envoy has the same words for every error of a connection; GOAWAY says which it is. */
  private static final String ANY_ERROR = "codec_error:The_user_callback_function_failed";

  private final Http2Session session;
  private final @Nullable Keepalive keepalive;
  private boolean dying;
  private ResetReason reason = ResetReason.CONNECTION_TERMINATION;
  private String details;

  Ending(Http2Session session) {
    this.session = session;
    this.keepalive = Keepalive.of(session.config().keepalive(), session.worker().timers(), this);
    this.details = session.connection().isServer() ? "downstream_remote_disconnect" : "";
  }

  /** What streams die of that are open when the connection goes. */
  ResetReason reason() {
    return reason;
  }

  /** The same in words. */
  String details() {
    return details;
  }

  boolean isDying() {
    return dying;
  }

  // Signs of life.

  void startKeepalive() {
    if (keepalive != null) {
      keepalive.start();
    }
  }

  void stopKeepalive() {
    if (keepalive != null) {
      keepalive.stop();
    }
  }

  void onRead() {
    if (keepalive != null) {
      keepalive.onRead();
    }
  }

  void onPingAnswer() {
    if (keepalive != null) {
      keepalive.onAnswer();
    }
  }

  void beforeStream() {
    if (keepalive != null) {
      keepalive.beforeStream();
    }
  }

  @Override
  public void ping() {
    session
        .output()
        .writePing(session.context(), false, System.currentTimeMillis(), session.written());
    session.flushLater();
  }

  @Override
  public void silent() {
    session.stats().keepaliveTimeout().increment();
    dieOf(ResetReason.CONNECTION_TERMINATION, "http2_ping_timeout");
    session.context().close();
  }

  // Errors.

  /** An error that ends a stream; RST_STREAM is written by the caller. */
  void onStreamError(StreamException error) {
    Http2Stream stream = session.connection().stream(error.streamId());
    CodecStream ours = stream == null ? null : session.ours(stream);
    if (error.error() == Http2Error.REFUSED_STREAM) {
      session.stats().streamRefusedErrors().increment();
    } else if (error.error() == Http2Error.PROTOCOL_ERROR) {
      session.stats().rxMessagingError().increment();
    }
    if (ours != null) {
      ours.fail(ResetReason.PROTOCOL_ERROR, ours.errorDetails());
    }
    session.flushLater();
  }

  /** An error that ends the connection, thrown outside of the reading of frames. */
  void onError(Http2Exception error) {
    onConnectionError(error, error);
  }

  /**
   * An error that ends the connection.
   *
   * @param error null if {@code cause} is not one of HTTP/2
   */
  void onConnectionError(Throwable cause, @Nullable Http2Exception error) {
    if (dying) {
      return;
    }
    if (error == null || error.error() == Http2Error.INTERNAL_ERROR) {
      log.atError().setCause(cause).log("HTTP/2 connection failed");
    }
    Flood flood = session.wiring().guard().flood();
    String message = String.valueOf(cause.getMessage());
    if (flood != null) {
      session.stats().count(flood);
    }
    Http2Error code = error == null ? Http2Error.INTERNAL_ERROR : error.error();
    dieOf(ResetReason.PROTOCOL_ERROR, flood == null ? ANY_ERROR : flood.details());
    goAwayAndClose(code, message);
  }

  /** Something between the socket and us failed. */
  void onException(Throwable cause) {
    if (cause instanceof IOException || cause instanceof SSLException) {
      session.info().terminationDetails(String.valueOf(cause.getMessage()));
      session.context().close();
    } else {
      onConnectionError(cause, Http2CodecUtil.getEmbeddedHttp2Exception(cause));
    }
  }

  /** A message that breaks the rules, where such a message ends the connection. */
  void onInvalidMessage(String faultDetails) {
    if (!dying) {
      dieOf(ResetReason.PROTOCOL_ERROR, ANY_ERROR);
      goAwayAndClose(Http2Error.PROTOCOL_ERROR, faultDetails);
    }
  }

  /** Too much waits for the socket: the peer does not read, so nothing more is said. */
  void drown() {
    Flood flood = session.wiring().guard().flood();
    if (!dying && flood != null) {
      session.stats().count(flood);
      dieOf(ResetReason.PROTOCOL_ERROR, flood.details());
      session.context().close();
    }
  }

  /** The owner closes at once. */
  void close() {
    if (!dying) {
      dieOf(
          ResetReason.CONNECTION_TERMINATION,
          session.connection().isServer() ? "downstream_local_disconnect" : "");
      session.context().close();
    }
  }

  /** Sends what waits and closes when the peer has closed, or soon. */
  void closeGently() {
    if (!dying) {
      dying = true;
      linger();
    }
  }

  private void dieOf(ResetReason cause, String inWords) {
    dying = true;
    reason = cause;
    details = inWords;
    session.forEachStream(stream -> stream.fail(cause, inWords));
  }

  private void goAwayAndClose(Http2Error code, String message) {
    ChannelHandlerContext ctx = session.context();
    if (!ctx.channel().isActive()) {
      ctx.close();
      return;
    }
    String debug = message.substring(0, Math.min(message.length(), LONGEST_DEBUG));
    session
        .output()
        .writeGoAway(
            ctx,
            session.connection().remote().lastStreamCreated(),
            code.code(),
            ByteBufUtil.encodeString(ctx.alloc(), CharBuffer.wrap(debug), UTF_8),
            ctx.newPromise());
    session.stats().goawaySent().increment();
    linger();
  }

  /** Our side must not end before all that is written is on its way. */
  private void linger() {
    session.flushNow();
    long millis = session.config().limits().lingerMillis();
    session.whenFlushed(
        () -> LingeringClose.of(session.context().channel(), session.worker(), millis));
  }
}
