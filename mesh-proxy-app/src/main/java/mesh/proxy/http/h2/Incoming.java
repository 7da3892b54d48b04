package mesh.proxy.http.h2;

import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Exception.streamError;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import mesh.proxy.http.StreamDecoder;

/**
 * The receiving half of a stream: counts what came against what was announced, and keeps the peer's
 * window closed while nobody reads. Confined to one event loop.
 */
final class Incoming {

  private static final long ANY = -1;

  private final Http2Session session;
  private long expected = ANY; // bytes that are still to come
  private int withheld; // taken by the decoder, not given back to the peer
  private boolean reading = true;
  private boolean ended;
  private boolean wrongLength;

  Incoming(Http2Session session) {
    this.session = session;
  }

  boolean isEnded() {
    return ended;
  }

  /** What an error of this half is called: Envoy's codec resets a wrong length by itself. */
  String errorDetails() {
    return wrongLength ? "http2.remote_reset" : "http2.unknown.nghttp2.error";
  }

  /**
   * A head came.
   *
   * @param length of the body; -1 if the head does not say
   * @return false if the message ends with less than that
   */
  boolean begin(long length, boolean end) {
    expected = length;
    return !end || end();
  }

  /** The message ends here; false if it has less data than was announced. */
  boolean end() {
    ended = expected <= 0;
    return ended;
  }

  /** Hands data on; see {@link CodecStream#onData}. */
  int data(Http2Stream stream, ByteBuf data, boolean end, StreamDecoder decoder)
      throws Http2Exception {
    int length = data.readableBytes();
    if (expected != ANY) {
      expected -= length;
      wrongLength = expected < 0 || end && expected > 0;
      if (wrongLength) {
        throw streamError(
            stream.id(), PROTOCOL_ERROR, "%d bytes too many", Math.negateExact(expected));
      }
    }
    ended |= end;
    if (length > 0 || end) {
      decoder.onData(data.retainedSlice(), end);
    }
    if (reading) {
      return length;
    }
    withheld += length;
    return 0;
  }

  void setReading(boolean wanted, Http2Stream stream) {
    reading = wanted;
    if (wanted && withheld > 0) {
      int bytes = withheld;
      withheld = 0;
      session.giveBack(stream, bytes);
    }
  }
}
