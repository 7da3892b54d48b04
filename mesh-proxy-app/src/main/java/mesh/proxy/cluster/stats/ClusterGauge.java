package mesh.proxy.cluster.stats;

/** The gauges of a cluster. */
public enum ClusterGauge {
  LB_SUBSETS_ACTIVE("lb_subsets_active"),
  MAX_HOST_WEIGHT("max_host_weight"),
  MEMBERSHIP_DEGRADED("membership_degraded"),
  MEMBERSHIP_EXCLUDED("membership_excluded"),
  MEMBERSHIP_HEALTHY("membership_healthy"),
  MEMBERSHIP_TOTAL("membership_total"),
  UPSTREAM_CX_ACTIVE("upstream_cx_active"),
  UPSTREAM_CX_RX_BYTES_BUFFERED("upstream_cx_rx_bytes_buffered"),
  UPSTREAM_CX_TX_BYTES_BUFFERED("upstream_cx_tx_bytes_buffered"),
  UPSTREAM_RQ_ACTIVE("upstream_rq_active"),
  UPSTREAM_RQ_PENDING_ACTIVE("upstream_rq_pending_active"),
  VERSION("version"),
  WARMING_STATE("warming_state");

  private final String leafName;

  ClusterGauge(String leafName) {
    this.leafName = leafName;
  }

  /** The name below the cluster's scope. */
  String leafName() {
    return leafName;
  }
}
