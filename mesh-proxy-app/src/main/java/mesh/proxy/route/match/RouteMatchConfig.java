package mesh.proxy.route.match;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.ConnectMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.TlsContextMatchOptions;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.HeaderMatchConfig;
import mesh.proxy.match.RegexConfig;
import mesh.proxy.match.ValueMatchConfig;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of a route. */
public final class RouteMatchConfig {

  public static final Supported SUPPORTED =
      Supported.all(io.envoyproxy.envoy.config.route.v3.RouteMatch.getDefaultInstance())
          .and(
              Supported.all(ConnectMatcher.getDefaultInstance()),
              Supported.all(GrpcRouteMatchOptions.getDefaultInstance()),
              Supported.all(TlsContextMatchOptions.getDefaultInstance()),
              Supported.all(RuntimeFractionalPercent.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              HeaderMatchConfig.SUPPORTED,
              ValueMatchConfig.SUPPORTED,
              RegexConfig.SUPPORTED);

  private static final Pattern SEPARATED_PREFIX = Pattern.compile("[^?#]+[^?#/]");

  private RouteMatchConfig() {}

  public static RouteMatch parse(io.envoyproxy.envoy.config.route.v3.RouteMatch proto) {
    return new RouteMatch(
        new RouteMatch.Parts(
            path(proto),
            proto.hasRuntimeFraction()
                ? ProtoValue.under(
                    "runtime_fraction",
                    () -> ProtoValue.runtimeFraction(proto.getRuntimeFraction()))
                : null,
            proto.hasGrpc(),
            HeaderMatchConfig.parse("headers", proto.getHeadersList()),
            all("query_parameters", proto.getQueryParametersList(), HeaderMatchConfig::query),
            proto.hasTlsContext() ? tls(proto.getTlsContext()) : null,
            all("dynamic_metadata", proto.getDynamicMetadataList(), ValueMatchConfig::metadata),
            all("filter_state", proto.getFilterStateList(), ValueMatchConfig::filterState)));
  }

  private static PathRule path(io.envoyproxy.envoy.config.route.v3.RouteMatch proto) {
    boolean ignoreCase = proto.hasCaseSensitive() && !proto.getCaseSensitive().getValue();
    return switch (proto.getPathSpecifierCase()) {
      case PREFIX -> new PathRule.Prefix(proto.getPrefix(), ignoreCase);
      case PATH -> new PathRule.Exact(proto.getPath(), ignoreCase);
      case SAFE_REGEX ->
          new PathRule.Expression(
              ProtoValue.under("safe_regex", () -> RegexConfig.parse(proto.getSafeRegex())));
      case PATH_SEPARATED_PREFIX ->
          new PathRule.SeparatedPrefix(separated(proto.getPathSeparatedPrefix()), ignoreCase);
      case CONNECT_MATCHER -> new PathRule.Connect();
      case PATH_MATCH_POLICY -> template(proto.getPathMatchPolicy());
      case PATHSPECIFIER_NOT_SET ->
          throw new InvalidConfigException(
              "path_specifier",
              null,
              "one of prefix, path, safe_regex, connect_matcher, path_separated_prefix,"
                  + " path_match_policy");
    };
  }

  private static String separated(String prefix) {
    if (!SEPARATED_PREFIX.matcher(prefix).matches()) {
      throw new InvalidConfigException(
          "path_separated_prefix",
          prefix,
          "two or more characters, no ? and no #, that do not end with a slash");
    }
    return prefix;
  }

  private static PathRule template(TypedExtensionConfig policy) {
    if (!policy.getTypedConfig().is(UriTemplateMatchConfig.class)) {
      throw new InvalidConfigException(
          "path_match_policy", policy.getName(), "a typed_config of UriTemplateMatchConfig");
    }
    try {
      String template =
          policy.getTypedConfig().unpack(UriTemplateMatchConfig.class).getPathTemplate();
      return new PathRule.Template(
          UriTemplate.of("path_match_policy.typed_config.path_template", template));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException(
          "path_match_policy.typed_config", "bytes", "a message: " + e.getMessage());
    }
  }

  private static RouteMatch.TlsCondition tls(TlsContextMatchOptions proto) {
    @Nullable Boolean presented =
        proto.hasPresented() ? (Boolean) proto.getPresented().getValue() : null;
    @Nullable Boolean validated =
        proto.hasValidated() ? (Boolean) proto.getValidated().getValue() : null;
    return new RouteMatch.TlsCondition(presented, validated);
  }

  private static <P, M> List<M> all(String field, List<P> protos, Function<P, M> parser) {
    var all = new ArrayList<M>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      P proto = protos.get(at);
      all.add(ProtoValue.under(field + "[" + at + "]", () -> parser.apply(proto)));
    }
    return all;
  }
}
