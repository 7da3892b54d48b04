package mesh.proxy.route;

import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.ArrayList;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.mutation.MutationConfig;
import mesh.proxy.route.forward.MirrorConfig;
import mesh.proxy.route.index.HostIndex;

/** Reads route configurations. */
public final class RouteTableConfig {

  /** What is expected of a cluster's name that nobody knows. */
  public static final String KNOWN_CLUSTER = "the name of a cluster that exists";

  public static final Supported SUPPORTED =
      Supported.of(RouteConfiguration.getDefaultInstance())
          .fields(
              "name",
              "virtual_hosts",
              "internal_only_headers",
              "response_headers_to_add",
              "response_headers_to_remove",
              "request_headers_to_add",
              "request_headers_to_remove",
              "most_specific_header_mutations_wins",
              "validate_clusters",
              "max_direct_response_body_size_bytes",
              "request_mirror_policies",
              "ignore_port_in_host_matching",
              "ignore_path_parameters_in_path_matching",
              "typed_per_filter_config",
              "metadata")
          .and(VirtualHostConfig.SUPPORTED);

  private static final long USUAL_MAX_DIRECT_RESPONSE_BYTES = 4096;

  private RouteTableConfig() {}

  /**
   * Builds the table.
   *
   * @throws InvalidConfigException with a field relative to the configuration
   */
  public static RouteTable parse(RouteConfiguration proto, RouteContext context) {
    VirtualHostConfig.TableLevel level = level(proto, context);
    var domains = new HostIndex.Builder<VirtualHost>();
    var hosts = new ArrayList<VirtualHost>(proto.getVirtualHostsCount());
    for (int at = 0; at < proto.getVirtualHostsCount(); at++) {
      var hostProto = proto.getVirtualHosts(at);
      String field = "virtual_hosts[" + at + "]";
      VirtualHost host = ProtoValue.under(field, () -> VirtualHostConfig.parse(hostProto, level));
      for (int domain = 0; domain < hostProto.getDomainsCount(); domain++) {
        VirtualHost other = domains.add(hostProto.getDomains(domain), host);
        if (other != null) {
          throw new InvalidConfigException(
              field + ".domains[" + domain + "]",
              hostProto.getDomains(domain),
              "a domain that is named once; virtual host " + other.name() + " has it already");
        }
      }
      hosts.add(host);
    }
    return new RouteTable(settings(proto), domains.build(), hosts);
  }

  private static VirtualHostConfig.TableLevel level(
      RouteConfiguration proto, RouteContext context) {
    return new VirtualHostConfig.TableLevel(
        context,
        RouteFilters.NONE.with(
            PerFilterConfig.parse(proto.getTypedPerFilterConfigMap(), context.filters())),
        new RouteMutations(
            MutationConfig.parse(
                "request_headers",
                proto.getRequestHeadersToAddList(),
                proto.getRequestHeadersToRemoveList()),
            MutationConfig.parse(
                "response_headers",
                proto.getResponseHeadersToAddList(),
                proto.getResponseHeadersToRemoveList())),
        proto.getMostSpecificHeaderMutationsWins(),
        ProtoValue.under(
            "request_mirror_policies",
            () -> MirrorConfig.parse(proto.getRequestMirrorPoliciesList())),
        proto.hasMaxDirectResponseBodySizeBytes()
            ? Integer.toUnsignedLong(proto.getMaxDirectResponseBodySizeBytes().getValue())
            : USUAL_MAX_DIRECT_RESPONSE_BYTES,
        proto.hasValidateClusters()
            ? proto.getValidateClusters().getValue()
            : context.validateClusters());
  }

  private static RouteTable.Settings settings(RouteConfiguration proto) {
    return new RouteTable.Settings(
        proto.getName(),
        proto.getInternalOnlyHeadersList().stream().map(Ascii::lower).toList(),
        ProtoValue.metadata(proto.getMetadata()),
        proto.getIgnorePortInHostMatching(),
        proto.getIgnorePathParametersInPathMatching());
  }
}
