package mesh.proxy.filter.http;

import io.netty.buffer.ByteBuf;
import mesh.proxy.http.Headers;

/**
 * The end of a chain: takes the whole request and answers through {@link StreamContext}. One
 * instance per stream.
 */
public interface TerminalFilter {

  void onRequestHead(Headers head, boolean endStream);

  /**
   * A part of the request's body.
   *
   * @param data now this filter's to release
   */
  void onRequestData(ByteBuf data, boolean endStream);

  void onRequestTrailers(Headers trailers);

  /** The client can take more of the response, or not for now. */
  void onDownstreamWritable(boolean writable);

  /**
   * The stream is over before this filter ended it: the client went away, or a filter or timeout
   * answered.
   */
  void onStreamEnd();
}
