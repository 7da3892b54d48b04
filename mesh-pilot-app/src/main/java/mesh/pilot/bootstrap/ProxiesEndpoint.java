package mesh.pilot.bootstrap;

import java.util.List;
import java.util.Map;
import mesh.pilot.status.ProxyStatus;
import mesh.pilot.status.ProxyStatuses;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/proxies}: how many proxies are in which state, and each of them. */
@Component
@Endpoint(id = "proxies")
class ProxiesEndpoint {

  private final ProxyStatuses statuses;

  ProxiesEndpoint(ProxyStatuses statuses) {
    this.statuses = statuses;
  }

  @ReadOperation
  Map<String, Object> proxies() {
    List<ShownProxy> shown = statuses.all().stream().map(ShownProxy::of).toList();
    return Map.of("summary", summary(statuses), "proxies", shown);
  }

  /** Number of proxies by the worst state of their types. */
  static Map<String, Long> summary(ProxyStatuses statuses) {
    long refusing = 0;
    long waiting = 0;
    long synced = 0;
    for (ProxyStatus status : statuses.all()) {
      var states = status.types().values().stream().map(ProxyStatus.TypeStatus::state).toList();
      if (states.contains(ProxyStatus.State.NACKED)) {
        refusing++;
      } else if (states.contains(ProxyStatus.State.STALE) || states.isEmpty()) {
        waiting++;
      } else {
        synced++;
      }
    }
    return Map.of("synced", synced, "stale", waiting, "nacked", refusing);
  }
}
