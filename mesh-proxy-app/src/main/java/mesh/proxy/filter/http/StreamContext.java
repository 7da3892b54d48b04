package mesh.proxy.filter.http;

import io.netty.buffer.ByteBuf;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.route.Route;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.Span;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** One request as its filters see it. Confined to its event loop. */
public interface StreamContext {

  StreamInfo info();

  Worker worker();

  /** The request head as it is now. */
  Headers requestHead();

  /**
   * The route of the request as it is now, found on first use and kept; null if there is none.
   *
   * @see #clearRouteCache()
   */
  @Nullable Route route();

  /** After a filter changed what routes look at: the next {@link #route()} searches again. */
  void clearRouteCache();

  /**
   * The most specific per-route configuration of a filter: of the weighted cluster, route, virtual
   * host, or route table.
   *
   * @return what the filter's {@link HttpFilterFactory#bindRoute} made; null if there is none
   */
  @Nullable Object routeConfig(String filterName);

  /** The trace span of the request, null if it is not traced. */
  @Nullable Span span();

  /** One random number for all decisions about this request; not negative. */
  long random();

  /**
   * Continues a request that a filter paused; no effect if it is not paused or the stream is over.
   */
  void resumeRequest();

  /**
   * Continues a response that a filter paused; no effect if it is not paused or the stream is over.
   */
  void resumeResponse();

  /**
   * Lets the first bytes of a response body go on that a filter paused after it had let the head go
   * on. Once all that waited is gone, the pause is over.
   *
   * @return bytes that went on
   */
  int passResponseData(int most);

  /**
   * Answers now; the request goes no further. If response heads were sent already, the stream is
   * reset instead.
   */
  void reply(LocalReply reply);

  // For the terminal filter.

  void respondInformational(Headers head);

  void respondHead(Headers head, boolean endStream);

  /**
   * Answers with a part of the body.
   *
   * @param data the engine takes ownership
   */
  void respondData(ByteBuf data, boolean endStream);

  void respondTrailers(Headers trailers);

  /**
   * Kills the downstream stream: the response was cut off upstream after its head had been sent.
   */
  void resetStream(ResetReason reason, String details);

  /**
   * Ends this pass of a request that is read to its end, and begins another one with the request
   * head as it is now; the filter state goes with it. Each pass has its line in the access log.
   *
   * @param response for the log of this pass
   * @param body of the request; the engine takes ownership
   */
  void restart(Headers response, ByteBuf body);

  /** Stops or continues reading of the request body, because upstream does not keep up. */
  void readRequest(boolean reading);

  /** Most bytes of a body that may be kept in memory; from the listener. */
  int bufferLimit();

  /** Sets another limit for what filters collect of this request. */
  void limitCollectedRequest(int bytes);

  /** False while the client does not take what was sent. */
  boolean isDownstreamWritable();
}
