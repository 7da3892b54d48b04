package mesh.proxy.endpoint;

/** The numbers kept for each endpoint, under the names that Envoy's {@code /clusters} prints. */
public enum EndpointStat {
  CX_TOTAL("cx_total", false),
  CX_ACTIVE("cx_active", true),
  CX_CONNECT_FAIL("cx_connect_fail", false),
  RQ_TOTAL("rq_total", false),
  RQ_ACTIVE("rq_active", true),
  RQ_PENDING_ACTIVE("rq_pending_active", true),
  RQ_SUCCESS("rq_success", false),
  RQ_ERROR("rq_error", false),
  RQ_TIMEOUT("rq_timeout", false);

  private final String text;
  private final boolean gauge;

  EndpointStat(String text, boolean gauge) {
    this.text = text;
    this.gauge = gauge;
  }

  public String text() {
    return text;
  }

  /** True if it goes up and down. */
  public boolean isGauge() {
    return gauge;
  }
}
