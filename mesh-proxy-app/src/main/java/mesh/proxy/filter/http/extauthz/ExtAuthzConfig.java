package mesh.proxy.filter.http.extauthz;

import io.envoyproxy.envoy.config.core.v3.GrpcService;
import io.envoyproxy.envoy.config.core.v3.RuntimeFeatureFlag;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.HttpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.grpc.GrpcServiceConfig;
import mesh.proxy.cluster.grpc.GrpcTarget;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.StringMatch;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.runtime.RuntimeFraction;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one filter, already checked. Immutable.
 *
 * @param timeoutMillis of a question; 0 for ever
 * @param allowsOnError whether a request goes on that the service says nothing about
 * @param marksAllowedOnError whether such a request is told so by a header field
 * @param body null if the service is not told of bodies
 * @param clearsRoute whether a route is looked for again once the service changed the request
 * @param statusOnError HTTP status if the service fails
 * @param namespaces of the metadata that the service is told
 * @param enabled which requests are asked about; null for all
 * @param deniesWhenDisabled whether others are refused
 * @param told names of header fields that the service is told; null for all
 * @param untold names of header fields that it is not told
 */
record ExtAuthzConfig(
    GrpcTarget service,
    long timeoutMillis,
    boolean allowsOnError,
    boolean marksAllowedOnError,
    @Nullable BodyConfig body,
    boolean clearsRoute,
    int statusOnError,
    List<String> namespaces,
    @Nullable RuntimeFraction enabled,
    Flag deniesWhenDisabled,
    boolean includesCertificate,
    boolean includesTlsSession,
    String statPrefix,
    boolean countsInCluster,
    @Nullable List<StringMatch> told,
    List<StringMatch> untold) {

  static final Supported SUPPORTED =
      Supported.of(ExtAuthz.getDefaultInstance())
          .fields("grpc_service", "transport_api_version")
          .fields("failure_mode_allow", "failure_mode_allow_header_add")
          .fields("with_request_body", "clear_route_cache", "status_on_error")
          .fields("metadata_context_namespaces", "filter_enabled", "deny_at_disable")
          .fields("include_peer_certificate", "include_tls_session", "stat_prefix")
          .fields("allowed_headers", "disallowed_headers", "charge_cluster_response_stats")
          .and(
              Supported.of(GrpcService.getDefaultInstance()).fields("timeout"),
              Supported.all(HttpStatus.getDefaultInstance()),
              Supported.all(RuntimeFractionalPercent.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              Supported.all(RuntimeFeatureFlag.getDefaultInstance()),
              Supported.all(ListStringMatcher.getDefaultInstance()),
              StringMatchConfig.SUPPORTED,
              GrpcServiceConfig.SUPPORTED);

  private static final long TIMEOUT_MILLIS = 200;
  private static final int FORBIDDEN = 403;
  private static final int LEAST_FINAL = 200;
  private static final int MOST_CODE = 599;

  /** A switch that the runtime may turn. */
  record Flag(String key, boolean fallback) {}

  ExtAuthzConfig {
    namespaces = List.copyOf(namespaces);
  }

  static ExtAuthzConfig parse(ExtAuthz proto) {
    if (!proto.hasGrpcService()) {
      throw new InvalidConfigException("services", proto.getServicesCase(), "grpc_service");
    }
    GrpcServiceConfig.requireV3(proto.getTransportApiVersion());
    var denies = proto.getDenyAtDisable();
    return new ExtAuthzConfig(
        ProtoValue.under("grpc_service", () -> GrpcServiceConfig.parse(proto.getGrpcService())),
        timeout(proto.getGrpcService()),
        proto.getFailureModeAllow(),
        proto.getFailureModeAllowHeaderAdd(),
        proto.hasWithRequestBody()
            ? ProtoValue.under(
                "with_request_body", () -> BodyConfig.parse(proto.getWithRequestBody()))
            : null,
        proto.getClearRouteCache(),
        statusOnError(proto),
        proto.getMetadataContextNamespacesList(),
        proto.hasFilterEnabled() ? ProtoValue.runtimeFraction(proto.getFilterEnabled()) : null,
        new Flag(denies.getRuntimeKey(), denies.getDefaultValue().getValue()),
        proto.getIncludePeerCertificate(),
        proto.getIncludeTlsSession(),
        proto.getStatPrefix(),
        !proto.hasChargeClusterResponseStats() || proto.getChargeClusterResponseStats().getValue(),
        proto.hasAllowedHeaders() ? names("allowed_headers", proto.getAllowedHeaders()) : null,
        names("disallowed_headers", proto.getDisallowedHeaders()));
  }

  private static long timeout(GrpcService proto) {
    if (!proto.hasTimeout()) {
      return TIMEOUT_MILLIS;
    }
    Duration timeout = ProtoValue.duration(proto.getTimeout());
    if (timeout.isNegative()) {
      throw new InvalidConfigException("grpc_service.timeout", timeout, ">= 0s");
    }
    return timeout.toMillis();
  }

  private static int statusOnError(ExtAuthz proto) {
    int status = proto.getStatusOnError().getCodeValue();
    return status < LEAST_FINAL || status > MOST_CODE ? FORBIDDEN : status;
  }

  private static List<StringMatch> names(String field, ListStringMatcher proto) {
    var matches = new ArrayList<StringMatch>(proto.getPatternsCount());
    for (int at = 0; at < proto.getPatternsCount(); at++) {
      var pattern = proto.getPatterns(at);
      matches.add(
          ProtoValue.under(
              field + ".patterns[" + at + "]", () -> StringMatchConfig.parse(pattern)));
    }
    return matches;
  }

  /** Whether the service is told a header field. */
  boolean tells(String name) {
    return (told == null || anyMatches(told, name)) && !anyMatches(untold, name);
  }

  private static boolean anyMatches(List<StringMatch> matches, String name) {
    for (int at = 0; at < matches.size(); at++) {
      if (matches.get(at).matches(name)) {
        return true;
      }
    }
    return false;
  }
}
