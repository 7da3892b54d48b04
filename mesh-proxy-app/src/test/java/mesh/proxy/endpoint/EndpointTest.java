package mesh.proxy.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoValue;
import org.junit.jupiter.api.Test;

class EndpointTest {

  private static final SocketAddress ADDRESS = ProtoValue.hostAndPort("10.0.0.1", 80);

  private final Endpoint host = new Endpoint(ADDRESS, "", EndpointConfig.of(ADDRESS), 0);

  @Test
  void isHealthyUntilSomethingSpeaksAgainstIt() {
    assertThat(host.isHealthy()).isTrue();
    assertThat(host.healthText()).isEqualTo("healthy");

    host.raise(HealthFlag.FAILED_ACTIVE_HC);
    host.raise(HealthFlag.FAILED_OUTLIER_CHECK);
    assertThat(host.healthText()).isEqualTo("/failed_active_hc/failed_outlier_check");
    host.clear(HealthFlag.FAILED_ACTIVE_HC);
    assertThat(host.isHealthy()).isFalse();
    host.clear(HealthFlag.FAILED_OUTLIER_CHECK);

    assertThat(host.isHealthy()).isTrue();
  }

  @Test
  void flagsTellWhetherTheyChanged() {
    assertThat(host.raise(HealthFlag.FAILED_ACTIVE_HC)).isTrue();
    assertThat(host.raise(HealthFlag.FAILED_ACTIVE_HC)).isFalse();
    assertThat(host.clear(HealthFlag.FAILED_ACTIVE_HC)).isTrue();
    assertThat(host.clear(HealthFlag.FAILED_ACTIVE_HC)).isFalse();
  }

  @Test
  void aDegradedHostThatFailsIsJustUnhealthy() {
    host.raise(HealthFlag.DEGRADED_ACTIVE_HC);
    assertThat(host.isDegraded()).isTrue();
    assertThat(host.isHealthy()).isFalse();

    host.raise(HealthFlag.FAILED_ACTIVE_HC);

    assertThat(host.isDegraded()).isFalse();
  }

  @Test
  void discoveryChangesItsOwnFlagsAlone() {
    host.raise(HealthFlag.FAILED_OUTLIER_CHECK);

    assertThat(host.update(config(HealthStatus.DRAINING))).isTrue();
    assertThat(host.healthText()).isEqualTo("/failed_outlier_check/eds_status_draining");
    assertThat(host.update(config(HealthStatus.DRAINING))).isFalse();
    assertThat(host.update(config(HealthStatus.DEGRADED))).isTrue();
    assertThat(host.healthText()).isEqualTo("/failed_outlier_check/degraded_eds_health");
    assertThat(host.update(config(HealthStatus.HEALTHY))).isTrue();

    assertThat(host.healthText()).isEqualTo("/failed_outlier_check");
  }

  @Test
  void everyNumberStartsAtZero() {
    for (EndpointStat stat : EndpointStat.values()) {
      assertThat(host.count(stat)).as(stat.text()).isZero();
    }
  }

  @Test
  void requestsAreCounted() {
    host.requestStarted();
    host.requestStarted();
    host.requestFinished();
    host.add(EndpointStat.RQ_SUCCESS, 1);

    assertThat(host.activeRequests()).isEqualTo(1);
    assertThat(host.count(EndpointStat.RQ_ACTIVE)).isEqualTo(1);
    assertThat(host.count(EndpointStat.RQ_TOTAL)).isEqualTo(2);
    assertThat(host.count(EndpointStat.RQ_SUCCESS)).isEqualTo(1);
  }

  @Test
  void resultsGoNowhereWithoutAMonitor() {
    host.reportResult(500);
    host.reportLocalOrigin(LocalOriginEvent.CONNECT_FAILED);

    assertThat(host.isHealthy()).isTrue();
  }

  private static EndpointConfig config(HealthStatus status) {
    return new EndpointConfig(
        ADDRESS, List.of(), "", Locality.NONE, 0, 1, status, false, Map.of(), null);
  }
}
