package mesh.proxy.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import mesh.proxy.http.ResetReason;
import mesh.proxy.http.h2.head.HeaderBlock;

/** A stream as its connection sees it. Confined to one event loop. */
interface CodecStream {

  /** The head, an informational head, or trailers. */
  void onHeaders(HeaderBlock block, boolean end) throws Http2Exception;

  /**
   * Takes data.
   *
   * @param data the caller's; retained by who keeps it
   * @return bytes that count as taken; the others are given back later
   */
  int onData(ByteBuf data, boolean end) throws Http2Exception;

  /** Tells the decoder that the stream is dead, once, and drops what waits to be sent. */
  void fail(ResetReason reason, String details);

  /** What an error of this stream is called. */
  String errorDetails();

  /** The connection has forgotten the stream. */
  void closed();

  /** Tells the decoder if the encoder became writable or ceased to be. */
  void tellWritable();
}
