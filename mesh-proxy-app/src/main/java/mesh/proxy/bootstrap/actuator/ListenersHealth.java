package mesh.proxy.bootstrap.actuator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.endpoint.Addresses;
import mesh.proxy.listener.Listeners;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Where the proxy listens; down while a listener waits, for certificates for example. */
final class ListenersHealth implements HealthIndicator {

  private final Operations operations;

  ListenersHealth(Operations operations) {
    this.operations = operations;
  }

  @Override
  public Health health() {
    Operated rooms = operations.rooms();
    if (rooms == null) {
      return Health.unknown().build();
    }
    List<String> waiting = new ArrayList<>();
    rooms.listeners().warming().forEach(name -> waiting.add(name + ": waits for its certificates"));
    List<String> stopped = new ArrayList<>();
    Map<String, String> active = new LinkedHashMap<>();
    rooms.listeners().all().stream()
        .sorted(Comparator.comparing(Listeners.Shown::name))
        .forEach(
            listener -> {
              active.put(listener.name(), text(listener));
              if (!listener.accepting()) {
                stopped.add(listener.name() + ": accepts no more, it was drained");
              }
            });
    var health = waiting.isEmpty() && stopped.isEmpty() ? Health.up() : Health.down();
    health.withDetail("listeners", active);
    if (!waiting.isEmpty()) {
      health.withDetail("waiting", Most.of(waiting));
    }
    if (!stopped.isEmpty()) {
      health.withDetail("stopped", Most.of(stopped));
    }
    return health.build();
  }

  private static String text(Listeners.Shown listener) {
    List<String> addresses = listener.addresses().stream().map(Addresses::text).toList();
    return String.join(", ", addresses) + ", " + listener.connections() + " connections";
  }
}
