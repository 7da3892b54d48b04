package mesh.proxy.http;

import io.netty.buffer.ByteBuf;
import mesh.proxy.connection.ConnectionInfo;

/**
 * The half of a stream that one writes to: responses on a server connection, requests on a client
 * one. Call it on the connection's event loop only.
 *
 * <p>Writes are flushed by the codec at the end of the loop's turn. Writes after the end or after a
 * reset are dropped (buffers released), so callers need not race with a dying connection.
 */
public interface StreamEncoder {

  /** Writes a 1xx head (never 101, which is a final head). */
  void writeInformational(Headers head);

  /**
   * Writes the head. Hop-by-hop fields are the codec's: it drops {@code connection}, {@code
   * transfer-encoding} and their like and writes its own as framing needs.
   */
  void writeHead(Headers head, boolean endStream);

  /**
   * Writes a part of the body.
   *
   * @param data the encoder takes ownership
   */
  void writeData(ByteBuf data, boolean endStream);

  /** Ends the message. */
  void writeTrailers(Headers trailers);

  /**
   * Kills the stream: RST_STREAM on HTTP/2, close on HTTP/1. The decoder half is not called again,
   * not even {@link StreamDecoder#onReset}.
   */
  void reset(ResetReason reason);

  /**
   * False while more than the high watermark waits to be sent; see {@link
   * StreamDecoder#onWritable}.
   */
  boolean isWritable();

  /**
   * Stops or continues the reading of this stream's decoder half: auto-read on HTTP/1, window
   * updates on HTTP/2. What was read already may still come. Idempotent.
   */
  void setReading(boolean reading);

  /**
   * Instead of a head: from here on, the connection carries the body's bytes and nothing else, both
   * ways. HTTP/1 clients only.
   */
  default void beginTunnel() {
    throw new IllegalStateException("Only a connection of HTTP/1 can become a byte stream");
  }

  /** The version spoken on this stream. */
  Protocol protocol();

  /**
   * HTTP/1: this response is the connection's last. HTTP/2: no effect, the connection drains by
   * GOAWAY.
   */
  default void closeAfterResponse() {}

  /** The connection under the stream. */
  ConnectionInfo connection();
}
