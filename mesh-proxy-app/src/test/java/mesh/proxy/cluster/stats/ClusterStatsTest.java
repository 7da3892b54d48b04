package mesh.proxy.cluster.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.Test;

class ClusterStatsTest {

  private final Stats root = Stats.root();
  private final ClusterStats stats = new ClusterStats(root.scope("cluster.backend"));

  @Test
  void everythingIsListedAsZeroBeforeItIsUsed() {
    var listed = listed();

    assertThat(listed).hasSize(ClusterCounter.values().length + ClusterGauge.values().length);
    assertThat(listed.values()).containsOnly(0L);
    assertThat(listed).containsKeys("cluster.backend.upstream_cx_total", "cluster.backend.version");
  }

  @Test
  void whatIsUsedIsListedOnce() {
    stats.increment(ClusterCounter.UPSTREAM_RQ_TOTAL);
    stats.add(ClusterCounter.UPSTREAM_CX_RX_BYTES_TOTAL, 42);
    stats.increment(ClusterGauge.UPSTREAM_RQ_ACTIVE);
    stats.increment(ClusterGauge.UPSTREAM_RQ_ACTIVE);
    stats.decrement(ClusterGauge.UPSTREAM_RQ_ACTIVE);

    assertThat(listed())
        .hasSize(ClusterCounter.values().length + ClusterGauge.values().length)
        .containsEntry("cluster.backend.upstream_rq_total", 1L)
        .containsEntry("cluster.backend.upstream_cx_rx_bytes_total", 42L)
        .containsEntry("cluster.backend.upstream_rq_active", 1L);
  }

  @Test
  void answersAreCountedByStatus() {
    stats.responses().count(200);
    stats.responses().count(204);
    stats.responses().count(503);
    stats.responses().count(799);
    stats.responses("canary").count(404);

    assertThat(listed())
        .containsEntry("cluster.backend.upstream_rq_completed", 4L)
        .containsEntry("cluster.backend.upstream_rq_2xx", 2L)
        .containsEntry("cluster.backend.upstream_rq_200", 1L)
        .containsEntry("cluster.backend.upstream_rq_5xx", 1L)
        .containsEntry("cluster.backend.upstream_rq_503", 1L)
        .containsEntry("cluster.backend.upstream_rq_unknown", 1L)
        .containsEntry("cluster.backend.canary.upstream_rq_404", 1L)
        .containsEntry("cluster.backend.canary.upstream_rq_completed", 1L);
  }

  @Test
  void timesAreKeptApart() {
    stats.responses().time(10);
    stats.responses("internal").time(20);

    var scope = root.scope("cluster.backend");
    assertThat(scope.histogram("upstream_rq_time").isUsed()).isTrue();
    assertThat(scope.scope("internal").histogram("upstream_rq_time").isUsed()).isTrue();
  }

  private TreeMap<String, Long> listed() {
    var values = new TreeMap<String, Long>();
    root.visit(
        (prefix, metric) -> {
          String name = prefix + metric.leafName();
          switch (metric) {
            case Counter counter -> assertThat(values.put(name, counter.value())).isNull();
            case Gauge gauge -> assertThat(values.put(name, gauge.value())).isNull();
            default -> assertThat(name).startsWith("cluster.backend.");
          }
        });
    return values;
  }
}
