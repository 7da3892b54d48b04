package mesh.pilot.model;

import java.util.List;

/**
 * How requests for some hosts are routed. Immutable.
 *
 * @param hosts full names, short names of the namespace, or {@code *.suffix}
 * @param gateways by {@code namespace/name} or name; {@link #MESH} for all sidecars
 * @param http the first that matches counts
 */
public record VirtualService(
    Meta meta, List<String> hosts, List<String> gateways, List<HttpRoute> http) implements Rule {

  /** The gateway that stands for all sidecars; the one of rules that name none. */
  public static final String MESH = "mesh";

  public VirtualService {
    hosts = List.copyOf(hosts);
    gateways = List.copyOf(gateways);
    http = List.copyOf(http);
  }

  /** {@code namespace/name} of one of the gateways, or {@link #MESH}. */
  public String gatewayKey(String gateway) {
    return gateway.equals(MESH) || gateway.contains("/")
        ? gateway
        : meta.namespace() + "/" + gateway;
  }
}
