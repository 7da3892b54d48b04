package mesh.proxy.tracing;

import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Decides whether a request is traced and begins its span. Shared by all loops. */
@FunctionalInterface
public interface Tracer {

  /** Traces nothing and leaves trace headers as they are. */
  Tracer NONE = (info, head) -> null;

  /**
   * Called once a request, after the request id was set and before any filter.
   *
   * @return null if the request is not traced at all
   */
  @Nullable Span start(StreamInfo info, Headers head);
}
