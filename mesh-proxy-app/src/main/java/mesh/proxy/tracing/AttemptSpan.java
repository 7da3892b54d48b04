package mesh.proxy.tracing;

import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;

/** The span of one attempt upstream. Confined to its event loop. */
public interface AttemptSpan {

  /** Writes the trace context into the head that goes upstream. */
  void inject(Headers head);

  /**
   * Ends the span.
   *
   * @param status of the answer; 0 if there was none
   * @param failure why there was none, as in {@code remote connection failure}; empty if there was
   *     one
   */
  void finish(StreamInfo info, int status, String failure);
}
