package mesh.pilot.bootstrap;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.status.ProxyStatus;
import mesh.pilot.status.ProxyStatuses;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows which proxies are connected and whether they have what they should have. */
@RestController
class ProxiesController {

  private final ProxyStatuses statuses;

  ProxiesController(ProxyStatuses statuses) {
    this.statuses = statuses;
  }

  /** One proxy. */
  record Shown(
      String id,
      String type,
      String namespace,
      String address,
      boolean delta,
      Instant connectedSince,
      Map<String, Type> types) {}

  /** What it has of one type. */
  record Type(String state, String sent, String acknowledged, int resources, String error) {}

  @GetMapping("/api/v1/proxies")
  List<Shown> proxies() {
    return statuses.all().stream().map(ProxiesController::shown).toList();
  }

  private static Shown shown(ProxyStatus status) {
    Map<String, Type> types = new TreeMap<>();
    status
        .types()
        .forEach(
            (type, of) ->
                types.put(
                    type.name().toLowerCase(Locale.ROOT),
                    new Type(
                        of.state().name(),
                        of.sent(),
                        of.acknowledged(),
                        of.resources(),
                        of.error())));
    var proxy = status.proxy();
    return new Shown(
        proxy.id(),
        proxy.type().name().toLowerCase(Locale.ROOT),
        proxy.namespace(),
        proxy.address(),
        status.isDelta(),
        status.since(),
        types);
  }
}
