package mesh.pilot.bootstrap;

import java.util.List;
import mesh.pilot.status.ProxyStatus;
import mesh.pilot.status.ProxyStatuses;
import mesh.pilot.status.ProxyTable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows which proxies are connected and whether they have what they should have. */
@RestController
class ProxiesController {

  private final ProxyStatuses statuses;

  ProxiesController(ProxyStatuses statuses) {
    this.statuses = statuses;
  }

  @GetMapping(path = "/api/v1/proxies", produces = MediaType.APPLICATION_JSON_VALUE)
  List<ShownProxy> proxies(@RequestParam(defaultValue = "") String name) {
    return named(name).stream().map(ShownProxy::of).toList();
  }

  @GetMapping(path = "/api/v1/proxies", produces = MediaType.TEXT_PLAIN_VALUE)
  String table(@RequestParam(defaultValue = "") String name) {
    return ProxyTable.of(named(name));
  }

  private List<ProxyStatus> named(String text) {
    return statuses.all().stream().filter(of -> of.proxy().id().contains(text)).toList();
  }
}
