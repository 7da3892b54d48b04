package mesh.proxy.bootstrap.actuator;

import io.envoyproxy.envoy.admin.v3.ServerInfo.State;
import java.util.List;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the proxy takes traffic; if not, what it waits for. Readiness asks this. */
final class ProxyHealth implements HealthIndicator {

  private static final String REASON = "reason";

  private final Operations operations;

  ProxyHealth(Operations operations) {
    this.operations = operations;
  }

  @Override
  public Health health() {
    Operated rooms = operations.rooms();
    if (rooms == null) {
      return Health.outOfService().withDetail(REASON, "no configuration is loaded").build();
    }
    State state = rooms.life().state();
    return switch (state) {
      case LIVE -> Health.up().withDetail("state", state.name()).build();
      case PRE_INITIALIZING, INITIALIZING -> notYet(rooms, state);
      case DRAINING ->
          Health.outOfService()
              .withDetail("state", state.name())
              .withDetail(
                  REASON,
                  rooms.health().isFailed()
                      ? "an operator failed health checks: POST /healthcheck/ok takes that back"
                      : "the process is about to end")
              .build();
      case UNRECOGNIZED -> throw new IllegalStateException("No such state: " + state);
    };
  }

  private static Health notYet(Operated rooms, State state) {
    List<String> warming = rooms.warmingClusters();
    return Health.outOfService()
        .withDetail("state", state.name())
        .withDetail(
            REASON,
            warming.isEmpty() ? "listeners are being bound" : "clusters wait for their hosts")
        .withDetail("warmingClusters", Most.of(warming))
        .build();
  }
}
