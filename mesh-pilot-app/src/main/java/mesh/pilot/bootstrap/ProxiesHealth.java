package mesh.pilot.bootstrap;

import mesh.pilot.status.ProxyStatuses;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells how many proxies are in sync. A proxy that refuses does not make Pilot unhealthy. */
@Component("proxiesHealthIndicator")
class ProxiesHealth implements HealthIndicator {

  private final ProxyStatuses statuses;

  ProxiesHealth(ProxyStatuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public Health health() {
    return Health.up().withDetails(ProxiesEndpoint.summary(statuses)).build();
  }
}
