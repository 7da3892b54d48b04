package mesh.pilot.validate;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Set;
import mesh.pilot.document.Code;
import mesh.pilot.model.Destination;
import mesh.pilot.model.HttpRoute;
import mesh.pilot.model.Service;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.VirtualService;

/** What the routes of virtual services refer to, and whether requests reach them. */
final class VirtualServiceRules {

  private VirtualServiceRules() {}

  static void check(Known known, Findings findings) {
    for (VirtualService rule : known.world().of(VirtualService.class)) {
      for (int at = 0; at < rule.http().size(); at++) {
        destinations(known, rule, at, findings);
      }
      RouteOrder.check(rule, findings);
      Effects.check(rule, findings);
    }
  }

  private static void destinations(Known known, VirtualService rule, int at, Findings findings) {
    HttpRoute route = rule.http().get(at);
    String path = "spec.http[" + at + "]";
    if (route.action() instanceof HttpRoute.Forward forward) {
      for (int to = 0; to < forward.to().size(); to++) {
        String field = path + ".route[" + to + "].destination";
        destination(known, rule, forward.to().get(to).destination(), field, findings);
      }
    }
    List<HttpRoute.Mirror> mirrors = route.mirrors();
    // The old form, a single mirror, comes first.
    int old = rule.meta().places().has(path + ".mirror") ? 1 : 0;
    for (int to = 0; to < mirrors.size(); to++) {
      String field =
          to < old ? path + ".mirror" : path + ".mirrors[" + (to - old) + "].destination";
      destination(known, rule, mirrors.get(to).destination(), field, findings);
    }
  }

  private static void destination(
      Known known, VirtualService rule, Destination to, String field, Findings findings) {
    String host = known.world().fullHost(to.host(), rule.meta().namespace());
    if (!known.isService(host)) {
      findings.add(
          rule,
          Code.REFERENCED_RESOURCE_NOT_FOUND,
          field + ".host",
          to.host(),
          "the host of a service; there is no " + host + known.hint(host));
      return;
    }
    Set<String> subsets = known.subsets(host);
    if (!to.subset().isEmpty() && !subsets.contains(to.subset())) {
      findings.add(
          rule,
          Code.REFERENCED_RESOURCE_NOT_FOUND,
          field + ".subset",
          to.subset(),
          subsets.isEmpty()
              ? "a subset, but no DestinationRule for " + host + " has one"
              : "a subset of " + host + ": " + String.join(", ", subsets));
    }
    Service service = known.world().service(host);
    if (service != null) {
      port(rule, to, service, field, findings);
    }
  }

  private static void port(
      VirtualService rule, Destination to, Service service, String field, Findings findings) {
    Integer number = to.port();
    String ports =
        service.ports().stream()
            .map(ServiceEntry.Port::number)
            .map(String::valueOf)
            .collect(joining(", "));
    if (number != null && service.port(number).isEmpty()) {
      findings.add(
          rule,
          Code.REFERENCED_RESOURCE_NOT_FOUND,
          field + ".port.number",
          number,
          "a port of " + service.host() + ": " + ports);
    } else if (number == null && service.ports().size() > 1) {
      findings.add(
          rule,
          Code.DESTINATION_PORT_SELECTOR_REQUIRED,
          field + ".port",
          null,
          "a port, as " + service.host() + " has several: " + ports);
    }
  }
}
