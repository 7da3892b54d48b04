package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.config.Suggestion;
import mesh.proxy.config.Findings;
import mesh.proxy.route.RouteTableConfig;

/** What the parts of one bootstrap say about each other: names and addresses. Immutable. */
final class BootstrapNames {

  private final List<String> clusters;

  BootstrapNames(Bootstrap bootstrap) {
    this.clusters =
        bootstrap.getStaticResources().getClustersList().stream().map(Cluster::getName).toList();
  }

  /** Adds a finding for each name and each address that two listeners have. */
  static void check(Bootstrap bootstrap, Findings findings) {
    Map<String, Integer> names = new HashMap<>();
    Map<Address, Integer> addresses = new HashMap<>();
    List<Listener> listeners = bootstrap.getStaticResources().getListenersList();
    for (int at = 0; at < listeners.size(); at++) {
      Listener listener = listeners.get(at);
      String name = listener.getName();
      Integer same = name.isEmpty() ? null : names.putIfAbsent(name, at);
      if (same != null) {
        findings.fault(path(at) + ".name", name, "a name that no other listener has");
      }
      if (!listener.hasBindToPort() || listener.getBindToPort().getValue()) {
        address(path(at) + ".address", listener.getAddress(), at, addresses, findings);
        int more = 0;
        for (AdditionalAddress additional : listener.getAdditionalAddressesList()) {
          String field = path(at) + ".additional_addresses[" + more++ + "].address";
          address(field, additional.getAddress(), at, addresses, findings);
        }
      }
    }
  }

  /**
   * Completes what a listener is refused for.
   *
   * @return false if it is refused only because a cluster that stands in the document was refused
   */
  boolean tell(InvalidConfigException fault, Findings findings) {
    if (!fault.expected().equals(RouteTableConfig.KNOWN_CLUSTER)) {
      findings.fault(fault);
      return true;
    }
    String name = String.valueOf(fault.value());
    if (clusters.contains(name)) {
      return false;
    }
    String expected = fault.expected() + Suggestion.hint(name, clusters);
    findings.fault(new InvalidConfigException(fault.field(), name, expected));
    return true;
  }

  private static void address(
      String field, Address address, int at, Map<Address, Integer> taken, Findings findings) {
    var socket = address.getSocketAddress();
    boolean isChosenBySystem = address.hasSocketAddress() && socket.getPortValue() == 0;
    Integer same = isChosenBySystem ? null : taken.putIfAbsent(address, at);
    if (same != null) {
      String shown =
          address.hasPipe()
              ? address.getPipe().getPath()
              : socket.getAddress() + ":" + socket.getPortValue();
      findings.fault(field, shown, "an address of its own: " + path(same) + " has it");
    }
  }

  private static String path(int listener) {
    return "static_resources.listeners[" + listener + "]";
  }
}
