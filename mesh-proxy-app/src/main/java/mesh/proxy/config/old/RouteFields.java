package mesh.proxy.config.old;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.CorsPolicy;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.config.route.v3.VirtualCluster;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.proto.Spellings.OldKey;

/** The fields of routes that are written in another way today. */
final class RouteFields {

  private static final String ROUTE = "envoy.config.route.v3.";

  private RouteFields() {}

  /** By message and field. */
  static Map<String, OldKey> all() {
    return Map.ofEntries(
        Map.entry(ROUTE + "RouteMatch.regex", MovedField.to("safe_regex.regex")),
        Map.entry(
            ROUTE + "HeaderMatcher.regex_match", MovedField.to("string_match.safe_regex.regex")),
        Map.entry(ROUTE + "RouteAction.host_rewrite", MovedField.to("host_rewrite_literal")),
        Map.entry(
            ROUTE + "RouteAction.auto_host_rewrite_header", MovedField.to("host_rewrite_header")),
        Map.entry(
            ROUTE + "RouteAction.request_mirror_policy",
            MovedField.to("request_mirror_policies[]")),
        Map.entry(ROUTE + "RouteAction.RequestMirrorPolicy.runtime_key", mirrorRuntimeKey()),
        Map.entry(ROUTE + "QueryParameterMatcher.value", MovedField.to("string_match.exact")),
        Map.entry(ROUTE + "QueryParameterMatcher.regex", queryRegex()),
        Map.entry(ROUTE + "VirtualCluster.pattern", virtualClusterPattern()),
        Map.entry(ROUTE + "VirtualCluster.method", virtualClusterMethod()),
        Map.entry(ROUTE + "CorsPolicy.allow_origin", corsOrigin()),
        Map.entry(ROUTE + "CorsPolicy.allow_origin_regex", corsOriginRegex()),
        Map.entry(ROUTE + "CorsPolicy.enabled", corsEnabled()),
        Map.entry("envoy.type.matcher.v3.StringMatcher.regex", MovedField.to("safe_regex.regex")));
  }

  // Absent from the runtime means 0, as the v2 field says; parts of 10,000.
  private static OldKey mirrorRuntimeKey() {
    return new RewrittenField<RequestMirrorPolicy.Builder>(
        "runtime_fraction",
        () -> io.envoyproxy.envoy.api.v2.route.RouteAction.RequestMirrorPolicy.getDefaultInstance(),
        "runtime_key",
        true,
        (policy, key) -> {
          if (!policy.hasRuntimeFraction()) {
            policy.setRuntimeFraction(
                RuntimeFractionalPercent.newBuilder()
                    .setRuntimeKey((String) key)
                    .setDefaultValue(percent(0, DenominatorType.TEN_THOUSAND)));
          }
        });
  }

  // "value" was a regular expression if "regex" was true.
  private static OldKey queryRegex() {
    return new RewrittenField<QueryParameterMatcher.Builder>(
        "string_match.safe_regex",
        () -> io.envoyproxy.envoy.api.v2.route.QueryParameterMatcher.getDefaultInstance(),
        "regex",
        true,
        (matcher, regex) -> {
          if (((BoolValue) regex).getValue()) {
            matcher.setStringMatch(regex(matcher.getStringMatch().getExact()));
          }
        });
  }

  private static OldKey virtualClusterPattern() {
    return new RewrittenField<VirtualCluster.Builder>(
        "headers with the name :path",
        () -> io.envoyproxy.envoy.api.v2.route.VirtualCluster.getDefaultInstance(),
        "pattern",
        false,
        (cluster, pattern) ->
            cluster.addHeaders(
                HeaderMatcher.newBuilder()
                    .setName(":path")
                    .setStringMatch(regex((String) pattern))));
  }

  private static OldKey virtualClusterMethod() {
    return new RewrittenField<VirtualCluster.Builder>(
        "headers with the name :method",
        () -> io.envoyproxy.envoy.api.v2.route.VirtualCluster.getDefaultInstance(),
        "method",
        false,
        (cluster, method) ->
            cluster.addHeaders(
                HeaderMatcher.newBuilder()
                    .setName(":method")
                    .setStringMatch(StringMatcher.newBuilder().setExact(method.toString()))));
  }

  private static OldKey corsOrigin() {
    return new RewrittenField<CorsPolicy.Builder>(
        "allow_origin_string_match with exact",
        () -> io.envoyproxy.envoy.api.v2.route.CorsPolicy.getDefaultInstance(),
        "allow_origin",
        false,
        (cors, origins) -> {
          for (Object origin : (List<?>) origins) {
            // "*" was any origin, which is a prefix of nothing today
            cors.addAllowOriginStringMatch(
                origin.equals("*")
                    ? regex(".*")
                    : StringMatcher.newBuilder().setExact((String) origin));
          }
        });
  }

  private static OldKey corsOriginRegex() {
    return new RewrittenField<CorsPolicy.Builder>(
        "allow_origin_string_match with safe_regex",
        () -> io.envoyproxy.envoy.api.v2.route.CorsPolicy.getDefaultInstance(),
        "allow_origin_regex",
        false,
        (cors, origins) ->
            ((List<?>) origins)
                .forEach(origin -> cors.addAllowOriginStringMatch(regex((String) origin))));
  }

  private static OldKey corsEnabled() {
    return new RewrittenField<CorsPolicy.Builder>(
        "filter_enabled",
        () -> io.envoyproxy.envoy.api.v2.route.CorsPolicy.getDefaultInstance(),
        "enabled",
        false,
        (cors, enabled) ->
            cors.setFilterEnabled(
                RuntimeFractionalPercent.newBuilder()
                    .setDefaultValue(
                        percent(
                            ((BoolValue) enabled).getValue() ? 100 : 0, DenominatorType.HUNDRED))));
  }

  private static FractionalPercent percent(int numerator, DenominatorType denominator) {
    return FractionalPercent.newBuilder()
        .setNumerator(numerator)
        .setDenominator(denominator)
        .build();
  }

  private static StringMatcher.Builder regex(String pattern) {
    return StringMatcher.newBuilder().setSafeRegex(RegexMatcher.newBuilder().setRegex(pattern));
  }
}
