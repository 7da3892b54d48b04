package mesh.pilot.generate.route;

import java.util.LinkedHashSet;
import java.util.Set;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Service;

/** Under which names a service is called. */
final class Domains {

  private Domains() {}

  /**
   * All names of one port.
   *
   * @param client namespace, where the service's short name will do
   * @param withoutPort whether the names stand for this port also if no port is given
   */
  static Set<String> of(
      Service service, int port, String client, MeshSettings settings, boolean withoutPort) {
    Set<String> names = new LinkedHashSet<>();
    names.add(service.host());
    String suffix = "." + service.namespace() + ".svc." + settings.domain();
    if (service.host().endsWith(suffix)) {
      String name = service.host().substring(0, service.host().length() - suffix.length());
      names.add(name + "." + service.namespace() + ".svc");
      names.add(name + "." + service.namespace());
      if (service.namespace().equals(client)) {
        names.add(name);
      }
    }
    service.addresses().stream().filter(one -> !one.contains("/")).forEach(names::add);
    return withPort(names, port, withoutPort);
  }

  /** Hosts of a rule, with and without the port. */
  static Set<String> withPort(Set<String> hosts, int port, boolean withoutPort) {
    Set<String> domains = new LinkedHashSet<>();
    for (String host : hosts) {
      String shown = host.contains(":") ? "[" + host + "]" : host;
      if (withoutPort) {
        domains.add(shown);
      }
      if (!host.startsWith("*")) {
        domains.add(shown + ":" + port);
      }
    }
    return domains;
  }
}
