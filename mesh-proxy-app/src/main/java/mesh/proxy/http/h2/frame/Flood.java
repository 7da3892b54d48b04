package mesh.proxy.http.h2.frame;

/** Ways to drown a connection; with the details that Envoy gives. */
public enum Flood {
  OUTBOUND("http2.outbound_frames_flood"),
  OUTBOUND_CONTROL("http2.outbound_frames_flood"),
  EMPTY_FRAMES("http2.inbound_empty_frames_flood"),
  PRIORITY_FRAMES("codec_error:Too_many_PRIORITY_frames"),
  WINDOW_UPDATES("codec_error:Too_many_WINDOW_UPDATE_frames"),
  CONTINUATIONS("codec_error:Too_many_CONTINUATION_frames");

  private final String details;

  Flood(String details) {
    this.details = details;
  }

  /** Response code details. */
  public String details() {
    return details;
  }
}
