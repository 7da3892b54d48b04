package mesh.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * The half of a stream that takes what a codec read: requests on a server connection, responses on
 * a client one. Called on the connection's event loop.
 *
 * <p>Order of calls: informational heads, head, data…, trailers. Exactly one call carries {@code
 * endStream} (trailers imply it), unless {@link #onReset} or {@link #onCodecError} comes first;
 * after any of the three nothing more comes.
 */
public interface StreamDecoder {

  /**
   * The message begins.
   *
   * @param head owned by the callee from now on; pseudo header fields come first
   */
  void onHead(Headers head, boolean endStream);

  /**
   * A part of the body.
   *
   * @param data owned by the callee, which releases it; may be empty only with {@code endStream}
   */
  void onData(ByteBuf data, boolean endStream);

  /** Ends the stream. */
  void onTrailers(Headers trailers);

  /** A 1xx head other than 101; client connections only. */
  default void onInformational(Headers head) {}

  /**
   * The stream died; whatever was written to the encoder half is dropped.
   *
   * @param details what happened, in words fit for {@code %UPSTREAM_TRANSPORT_FAILURE_REASON%} or
   *     response code details; may be empty
   */
  void onReset(ResetReason reason, String details);

  /**
   * The peer sent something that is not HTTP as we accept it. On a server connection the callee
   * answers with {@code status} through its encoder (the codec has arranged for the connection to
   * close behind it); on a client connection the codec calls {@link #onReset} with {@link
   * ResetReason#PROTOCOL_ERROR} instead.
   *
   * @param status 400, 426, 431, …
   * @param details Envoy's response code details, such as {@code http1.codec_error}
   */
  default void onCodecError(int status, String details) {
    onReset(ResetReason.PROTOCOL_ERROR, details);
  }

  /**
   * The encoder half of the same stream is writable again, or not any more. Only changes are told.
   */
  default void onWritable(boolean writable) {}
}
