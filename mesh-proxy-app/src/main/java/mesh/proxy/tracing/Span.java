package mesh.proxy.tracing;

import mesh.proxy.http.Headers;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The span of one request. Confined to its event loop. */
public interface Span {

  /** Names the operation, in place of the authority. */
  void operation(String name);

  /** Adds a tag. */
  void tag(String name, String value);

  /**
   * Writes the trace context into a head that goes upstream. Called once for each attempt without a
   * span of its own.
   */
  void inject(Headers head);

  /**
   * Tells the client the name of the operation, or hears it from upstream. Called for the head of
   * the response.
   */
  void respond(Headers head);

  /**
   * Begins a span for an attempt.
   *
   * @param asked whether the router wants one, whatever the connection manager says
   * @return null if attempts have no spans of their own
   */
  @Nullable AttemptSpan attempt(String clusterName, boolean asked);

  /** Ends the span; it is reported if it was sampled. */
  void finish(StreamInfo info);
}
