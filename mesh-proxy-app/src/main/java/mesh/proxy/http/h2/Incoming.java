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

  Incoming(Http2Session session) {
    this.session = session;
  }

  boolean isEnded() {
    return ended;
  }

  /**
   * A head came.
   *
   * @param length of the body; -1 if the head does not say
   */
  void begin(int streamId, long length, boolean end) throws Http2Exception {
    expected = length;
    end(streamId, end);
  }

  /** The message may end here. */
  void end(int streamId, boolean end) throws Http2Exception {
    if (end && expected > 0) {
      throw streamError(streamId, PROTOCOL_ERROR, "%d bytes less than announced", expected);
    }
    ended |= end;
  }

  /** Hands data on; see {@link CodecStream#onData}. */
  int data(Http2Stream stream, ByteBuf data, boolean end, StreamDecoder decoder)
      throws Http2Exception {
    int length = data.readableBytes();
    if (expected != ANY) {
      expected -= length;
      if (expected < 0) {
        throw streamError(stream.id(), PROTOCOL_ERROR, "%d bytes too many", -expected);
      }
    }
    end(stream.id(), end);
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
