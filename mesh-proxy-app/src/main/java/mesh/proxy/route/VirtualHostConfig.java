package mesh.proxy.route;

import io.envoyproxy.envoy.config.route.v3.VirtualCluster;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.HeaderMatch;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.mutation.MutationConfig;
import mesh.proxy.route.cors.CorsPolicy;
import mesh.proxy.route.cors.CorsPolicyConfig;
import mesh.proxy.route.forward.Mirror;
import mesh.proxy.route.forward.MirrorConfig;
import mesh.proxy.route.ratelimit.RateLimitRulesConfig;
import mesh.proxy.route.retry.RetryConfig;
import org.jspecify.annotations.Nullable;

/** Reads one virtual host. */
final class VirtualHostConfig {

  static final Supported SUPPORTED =
      Supported.of(VirtualHost.getDefaultInstance())
          .fields(
              "name",
              "domains",
              "routes",
              "require_tls",
              "virtual_clusters",
              "request_headers_to_add",
              "request_headers_to_remove",
              "response_headers_to_add",
              "response_headers_to_remove",
              "typed_per_filter_config",
              "include_request_attempt_count",
              "include_attempt_count_in_response",
              "retry_policy",
              "include_is_timeout_retry_header",
              "per_request_buffer_limit_bytes",
              "request_mirror_policies",
              "metadata",
              "rate_limits",
              "cors")
          .and(Supported.all(VirtualCluster.getDefaultInstance()), RouteEntryConfig.SUPPORTED);

  private VirtualHostConfig() {}

  /**
   * What virtual hosts inherit from their table while they are read.
   *
   * @param mirrors of the table
   */
  record TableLevel(
      RouteContext context,
      RouteFilters filters,
      RouteMutations mutations,
      boolean mostSpecificWins,
      List<Mirror> mirrors,
      long maxDirectResponseBytes,
      boolean validateClusters) {}

  static mesh.proxy.route.VirtualHost parse(VirtualHost proto, TableLevel table) {
    if (proto.getName().isEmpty()) {
      throw new InvalidConfigException("name", "", "a name");
    }
    if (proto.getDomainsCount() == 0) {
      throw new InvalidConfigException("domains", "[]", "at least one domain, such as \"*\"");
    }
    var host =
        new mesh.proxy.route.VirtualHost(
            settings(proto), virtualClusters(proto.getVirtualClustersList()));
    HostLevel level = level(proto, host, table);
    var entries = new ArrayList<RouteEntry>(proto.getRoutesCount());
    for (int at = 0; at < proto.getRoutesCount(); at++) {
      var route = proto.getRoutes(at);
      entries.add(
          ProtoValue.under("routes[" + at + "]", () -> RouteEntryConfig.parse(route, level)));
    }
    host.routes(new RouteIndex(entries));
    return host;
  }

  private static HostLevel level(
      VirtualHost proto, mesh.proxy.route.VirtualHost host, TableLevel table) {
    return new HostLevel(
        table.context(),
        host,
        table
            .filters()
            .with(
                PerFilterConfig.parse(
                    proto.getTypedPerFilterConfigMap(), table.context().filters())),
        table.mutations(),
        new RouteMutations(
            MutationConfig.parse(
                "request_headers",
                proto.getRequestHeadersToAddList(),
                proto.getRequestHeadersToRemoveList()),
            MutationConfig.parse(
                "response_headers",
                proto.getResponseHeadersToAddList(),
                proto.getResponseHeadersToRemoveList())),
        table.mostSpecificWins(),
        new ForwardConfig.Inherited(
            proto.hasRetryPolicy()
                ? ProtoValue.under("retry_policy", () -> RetryConfig.parse(proto.getRetryPolicy()))
                : null,
            proto.getRequestMirrorPoliciesCount() == 0
                ? table.mirrors()
                : ProtoValue.under(
                    "request_mirror_policies",
                    () -> MirrorConfig.parse(proto.getRequestMirrorPoliciesList()))),
        proto.hasPerRequestBufferLimitBytes()
            ? Integer.toUnsignedLong(proto.getPerRequestBufferLimitBytes().getValue())
            : Route.NO_LIMIT,
        table.maxDirectResponseBytes(),
        table.validateClusters());
  }

  private static mesh.proxy.route.VirtualHost.Settings settings(VirtualHost proto) {
    return new mesh.proxy.route.VirtualHost.Settings(
        proto.getName(),
        switch (proto.getRequireTls()) {
          case NONE -> mesh.proxy.route.VirtualHost.TlsRequirement.NONE;
          case EXTERNAL_ONLY -> mesh.proxy.route.VirtualHost.TlsRequirement.EXTERNAL_ONLY;
          case ALL -> mesh.proxy.route.VirtualHost.TlsRequirement.ALL;
          case UNRECOGNIZED ->
              throw new InvalidConfigException(
                  "require_tls", proto.getRequireTlsValue(), "NONE, EXTERNAL_ONLY or ALL");
        },
        ProtoValue.metadata(proto.getMetadata()),
        proto.getIncludeRequestAttemptCount(),
        proto.getIncludeAttemptCountInResponse(),
        proto.getIncludeIsTimeoutRetryHeader(),
        RateLimitRulesConfig.parse("rate_limits", proto.getRateLimitsList()),
        cors(proto));
  }

  @SuppressWarnings("deprecation") // typed_per_filter_config is the place today
  private static @Nullable CorsPolicy cors(VirtualHost proto) {
    return proto.hasCors()
        ? ProtoValue.under("cors", () -> CorsPolicyConfig.parse(proto.getCors()))
        : null;
  }

  private static List<mesh.proxy.route.VirtualHost.VirtualCluster> virtualClusters(
      List<VirtualCluster> protos) {
    var clusters = new ArrayList<mesh.proxy.route.VirtualHost.VirtualCluster>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      VirtualCluster proto = protos.get(at);
      if (proto.getHeadersCount() == 0) {
        throw new InvalidConfigException(
            "virtual_clusters[" + at + "].headers", "[]", "at least one header matcher");
      }
      List<HeaderMatch> headers =
          ProtoValue.under(
              "virtual_clusters[" + at + "]",
              () -> HeaderMatchConfig.parse("headers", proto.getHeadersList()));
      clusters.add(new mesh.proxy.route.VirtualHost.VirtualCluster(proto.getName(), headers));
    }
    return clusters;
  }
}
