package mesh.proxy.stream;

/** Why a request is traced, if it is. */
public enum TraceReason {
  NOT_TRACEABLE('4'),
  /** By chance. */
  SAMPLED('9'),
  /** Because this proxy was asked to with {@code x-envoy-force-trace}. */
  SERVICE_FORCED('a'),
  /** Because the client sent {@code x-client-trace-id}. */
  CLIENT_FORCED('b');

  private final char mark;

  TraceReason(char mark) {
    this.mark = mark;
  }

  /** What stands for it in {@code x-request-id}. */
  public char mark() {
    return mark;
  }
}
