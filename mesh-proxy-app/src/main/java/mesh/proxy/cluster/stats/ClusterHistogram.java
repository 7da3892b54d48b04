package mesh.proxy.cluster.stats;

/** The histograms of a cluster; milliseconds, percent, bytes or counts, as their names say. */
public enum ClusterHistogram {
  UPSTREAM_CX_CONNECT_MS("upstream_cx_connect_ms"),
  UPSTREAM_CX_LENGTH_MS("upstream_cx_length_ms"),
  UPSTREAM_RQ_PER_CX("upstream_rq_per_cx"),
  UPSTREAM_RQ_TIMEOUT_BUDGET_PERCENT_USED("upstream_rq_timeout_budget_percent_used"),
  UPSTREAM_RQ_TIMEOUT_BUDGET_PER_TRY_PERCENT_USED(
      "upstream_rq_timeout_budget_per_try_percent_used"),
  UPSTREAM_RQ_BODY_SIZE("upstream_rq_body_size"),
  UPSTREAM_RQ_HEADERS_COUNT("upstream_rq_headers_count"),
  UPSTREAM_RQ_HEADERS_SIZE("upstream_rq_headers_size"),
  UPSTREAM_RS_BODY_SIZE("upstream_rs_body_size"),
  UPSTREAM_RS_HEADERS_COUNT("upstream_rs_headers_count"),
  UPSTREAM_RS_HEADERS_SIZE("upstream_rs_headers_size");

  private final String leafName;

  ClusterHistogram(String leafName) {
    this.leafName = leafName;
  }

  /** The name below the cluster's scope. */
  String leafName() {
    return leafName;
  }
}
