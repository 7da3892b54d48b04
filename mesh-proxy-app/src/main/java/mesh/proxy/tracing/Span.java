package mesh.proxy.tracing;

import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;

/** The span of one request. Confined to its event loop. */
public interface Span {

  /** Names the operation, in place of the authority. */
  void operation(String name);

  /** Adds a tag. */
  void tag(String name, String value);

  /** Writes the trace context into a head that goes upstream. Called once for each attempt. */
  void inject(Headers head);

  /** Ends the span; it is reported if it was sampled. */
  void finish(StreamInfo info);
}
