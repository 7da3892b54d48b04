package mesh.proxy.filter.http;

import io.netty.buffer.ByteBuf;
import mesh.proxy.http.Headers;

/**
 * Acts on one request and its response. Called on the stream's event loop; must never block.
 *
 * <p>Request parts go through the filters in the order of the configuration, response parts in
 * reverse. A filter without state of its own may be shared by all streams of a listener. Methods
 * not overridden cost nothing: the engine leaves them out of its walk.
 */
public interface HttpFilter {

  /**
   * The request begins.
   *
   * @param endStream true if no body follows
   */
  default Verdict onRequestHead(StreamContext stream, Headers head, boolean endStream) {
    return Verdict.Flow.CONTINUE;
  }

  /**
   * A part of the request's body.
   *
   * @param data still the engine's: look, do not release; to change the body, change this buffer's
   *     bytes or return {@link Verdict.Flow#COLLECT} and replace it
   */
  default Verdict onRequestData(StreamContext stream, ByteBuf data, boolean endStream) {
    return Verdict.Flow.CONTINUE;
  }

  default Verdict onRequestTrailers(StreamContext stream, Headers trailers) {
    return Verdict.Flow.CONTINUE;
  }

  /**
   * Also called for local replies.
   *
   * @param endStream true if no body follows
   */
  default Verdict onResponseHead(StreamContext stream, Headers head, boolean endStream) {
    return Verdict.Flow.CONTINUE;
  }

  /** As {@link #onRequestData}. */
  default Verdict onResponseData(StreamContext stream, ByteBuf data, boolean endStream) {
    return Verdict.Flow.CONTINUE;
  }

  default Verdict onResponseTrailers(StreamContext stream, Headers trailers) {
    return Verdict.Flow.CONTINUE;
  }

  /**
   * The stream is over, however it ended; timers and calls of this filter must be cancelled here.
   */
  default void onStreamEnd(StreamContext stream) {}
}
