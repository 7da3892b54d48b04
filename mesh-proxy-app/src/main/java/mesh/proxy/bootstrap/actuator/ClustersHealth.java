package mesh.proxy.bootstrap.actuator;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.endpoint.Endpoint;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether clusters have hosts that can take requests; names those that have none, and says why. */
final class ClustersHealth implements HealthIndicator {

  private final Operations operations;

  ClustersHealth(Operations operations) {
    this.operations = operations;
  }

  @Override
  public Health health() {
    Operated rooms = operations.rooms();
    if (rooms == null) {
      return Health.unknown().build();
    }
    List<String> troubled = new ArrayList<>();
    for (Cluster cluster : rooms.clusters().all()) {
      if (cluster.hosts().stream().noneMatch(ClustersHealth::canServe)) {
        troubled.add(cluster.name() + ": " + reason(cluster.hosts()));
      }
    }
    troubled.sort(null);
    List<String> warming = rooms.warmingClusters();
    var health = troubled.isEmpty() ? Health.up() : Health.down();
    health.withDetail("total", rooms.clusters().all().size());
    if (!troubled.isEmpty()) {
      health.withDetail("withoutHealthyHosts", Most.of(troubled));
    }
    if (!warming.isEmpty()) {
      health.withDetail("warming", Most.of(warming));
    }
    return health.build();
  }

  private static boolean canServe(Endpoint host) {
    return host.isHealthy() || host.isDegraded();
  }

  private static String reason(List<Endpoint> hosts) {
    if (hosts.isEmpty()) {
      return "has no hosts";
    }
    return "none of "
        + hosts.size()
        + " hosts is healthy; the first says "
        + hosts.getFirst().healthText();
  }
}
