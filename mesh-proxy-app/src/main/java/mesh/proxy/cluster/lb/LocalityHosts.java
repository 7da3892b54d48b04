package mesh.proxy.cluster.lb;

import java.util.List;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.Locality;

/**
 * The hosts of one place, all of one priority. Immutable.
 *
 * @param weight 0 if none was configured: no traffic if localities are weighted
 */
public record LocalityHosts(Locality locality, long weight, List<Endpoint> hosts) {

  public LocalityHosts {
    hosts = List.copyOf(hosts);
  }
}
