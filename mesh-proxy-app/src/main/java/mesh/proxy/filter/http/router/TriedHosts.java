package mesh.proxy.filter.http.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.lb.PriorityLoad;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.route.retry.HostSelection;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a request's attempts until now, and what a retry avoids because of them. Confined to
 * its event loop.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/intro/arch_overview/http/http_connection_management#retry-plugin-configuration
 */
final class TriedHosts {

  private final HostSelection selection;
  private final List<Endpoint> hosts = new ArrayList<>(2);
  private int forgotten; // so many of them no longer count for priorities
  private @Nullable PriorityLoad shares; // without priorities that were tried

  TriedHosts(HostSelection selection) {
    this.selection = selection;
  }

  void add(Endpoint host) {
    hosts.add(host);
  }

  int maxAttempts() {
    return selection.maxAttempts();
  }

  /** True if another host should be drawn. */
  boolean refuses(Endpoint host) {
    if (selection.omitPreviousHosts() && hosts.contains(host)
        || selection.omitCanaries() && host.isCanary()) {
      return true;
    }
    for (Map<String, Object> pairs : selection.omitMetadata()) {
      if (hasAll(host, pairs)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Shares without the priorities of the hosts until now; all of them again once none would be
   * left. They are looked at anew after each {@code update_frequency} attempts.
   */
  PriorityLoad spread(PriorityLoad usual) {
    int every = selection.previousPrioritiesFrequency();
    int counted = hosts.size() - forgotten;
    if (every == 0 || counted < every) {
      return usual;
    }
    PriorityLoad now = shares;
    if (now == null || counted % every == 0 || now.priorities() != usual.priorities()) {
      now = usual.without(tried(usual.priorities()));
      if (now == usual) {
        forgotten = hosts.size();
      }
      shares = now;
    }
    return now;
  }

  private boolean[] tried(int priorities) {
    var tried = new boolean[priorities];
    for (Endpoint host : hosts.subList(forgotten, hosts.size())) {
      if (host.priority() < priorities) {
        tried[host.priority()] = true;
      }
    }
    return tried;
  }

  // A list holds each of its elements.
  private static boolean hasAll(Endpoint host, Map<String, Object> pairs) {
    Map<String, Object> its = host.metadata().getOrDefault(EndpointConfig.LB_NAMESPACE, Map.of());
    return pairs.entrySet().stream()
        .allMatch(
            pair -> {
              Object value = its.get(pair.getKey());
              return pair.getValue().equals(value)
                  || value instanceof List<?> all && all.contains(pair.getValue());
            });
  }
}
