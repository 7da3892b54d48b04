package mesh.proxy.admin.page;

import java.io.IOException;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.RoutingPriority;
import mesh.proxy.cluster.breaker.Thresholds;
import mesh.proxy.endpoint.Addresses;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointStat;
import mesh.proxy.endpoint.OutlierMonitor;

/** A cluster and its hosts, one fact a line. */
final class ClusterText {

  /** In the order of their names. */
  private static final EndpointStat[] STATS = {
    EndpointStat.CX_ACTIVE,
    EndpointStat.CX_CONNECT_FAIL,
    EndpointStat.CX_TOTAL,
    EndpointStat.RQ_ACTIVE,
    EndpointStat.RQ_ERROR,
    EndpointStat.RQ_PENDING_ACTIVE,
    EndpointStat.RQ_SUCCESS,
    EndpointStat.RQ_TIMEOUT,
    EndpointStat.RQ_TOTAL
  };

  private ClusterText() {}

  static void write(Cluster cluster, boolean fixed, Appendable out) throws IOException {
    String name = cluster.name() + "::";
    line(out, name, "observability_name", cluster.config().statName());
    breakers(
        out, name + "default_priority::", cluster.config().breakers().of(RoutingPriority.DEFAULT));
    breakers(out, name + "high_priority::", cluster.config().breakers().of(RoutingPriority.HIGH));
    line(out, name, "added_via_api", Boolean.toString(!fixed));
    for (Endpoint host : cluster.hosts()) {
      host(host, name + Addresses.text(host.address()) + "::", out);
    }
  }

  private static void breakers(Appendable out, String prefix, Thresholds limits)
      throws IOException {
    line(out, prefix, "max_connections", Long.toString(limits.maxConnections()));
    line(out, prefix, "max_pending_requests", Long.toString(limits.maxPendingRequests()));
    line(out, prefix, "max_requests", Long.toString(limits.maxRequests()));
    line(out, prefix, "max_retries", Long.toString(limits.maxRetries()));
  }

  private static void host(Endpoint host, String prefix, Appendable out) throws IOException {
    for (EndpointStat stat : STATS) {
      line(out, prefix, stat.text(), Long.toString(host.count(stat)));
    }
    line(out, prefix, "hostname", host.hostname());
    line(out, prefix, "health_flags", host.healthText());
    line(out, prefix, "weight", Integer.toString(host.weight()));
    line(out, prefix, "region", host.locality().region());
    line(out, prefix, "zone", host.locality().zone());
    line(out, prefix, "sub_zone", host.locality().subZone());
    line(out, prefix, "canary", Boolean.toString(host.isCanary()));
    line(out, prefix, "priority", Integer.toString(host.priority()));
    OutlierMonitor monitor = host.monitor();
    line(out, prefix, "success_rate", rate(monitor == null ? -1 : monitor.successRate()));
    line(
        out,
        prefix,
        "local_origin_success_rate",
        rate(monitor == null ? -1 : monitor.localOriginSuccessRate()));
  }

  private static String rate(double percent) {
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }

  private static void line(Appendable out, String prefix, String what, String value)
      throws IOException {
    out.append(prefix).append(what).append("::").append(value).append('\n');
  }
}
