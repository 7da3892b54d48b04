package mesh.proxy.filter.http;

/** What a filter decides about the part it was shown. */
public sealed interface Verdict permits Verdict.Flow, LocalReply {

  /** The request (or response) goes on, now or later. */
  enum Flow implements Verdict {
    /** On to the next filter. */
    CONTINUE,
    /**
     * Stops here until the filter calls {@code resumeRequest()} or {@code resumeResponse()}. What
     * comes meanwhile is kept by the engine and not shown to anyone; past the buffer limit the peer
     * is not read from.
     */
    PAUSE,
    /**
     * Stops here, but the filter is shown the following parts, and the engine collects them until
     * the filter says {@link #CONTINUE} to one of them (or resumes). Past the buffer limit: 413 for
     * a request, 500 for a response.
     */
    COLLECT
  }
}
