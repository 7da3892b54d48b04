package mesh.proxy.tracing;

import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Decides whether a request is traced and begins its span. Shared by all loops. */
@FunctionalInterface
public interface Tracer {

  /** Traces nothing and leaves trace headers as they are. */
  Tracer NONE = (info, head, route) -> null;

  /**
   * Called once a request, after the request id was set and the route was found, and before any
   * filter.
   *
   * @param route {@link TraceRoute#NONE} if there is no route, or the route says nothing of traces
   * @return null if the request is not traced at all
   */
  @Nullable Span start(StreamInfo info, Headers head, TraceRoute route);

  /** As {@link #start(StreamInfo, Headers, TraceRoute)}, for a request without a route. */
  default @Nullable Span start(StreamInfo info, Headers head) {
    return start(info, head, TraceRoute.NONE);
  }
}
