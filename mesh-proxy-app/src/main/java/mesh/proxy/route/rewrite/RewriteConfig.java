package mesh.proxy.route.rewrite;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.RegexConfig;
import mesh.proxy.route.match.PathRule;

/** Reads the rewrites of a forwarding route. */
public final class RewriteConfig {

  private RewriteConfig() {}

  /**
   * The path rewrite.
   *
   * @param matched the route's own condition, which some rewrites depend on
   */
  public static PathRewrite path(RouteAction proto, PathRule matched) {
    int rewrites =
        (proto.getPrefixRewrite().isEmpty() ? 0 : 1)
            + (proto.hasRegexRewrite() ? 1 : 0)
            + (proto.hasPathRewritePolicy() ? 1 : 0);
    if (rewrites > 1) {
      throw new InvalidConfigException(
          "prefix_rewrite",
          proto.getPrefixRewrite(),
          "only one of prefix_rewrite, regex_rewrite, path_rewrite_policy");
    }
    if (proto.hasRegexRewrite()) {
      return new PathRewrite.Expression(
          ProtoValue.under("regex_rewrite", () -> RegexConfig.rewrite(proto.getRegexRewrite())));
    }
    if (proto.hasPathRewritePolicy()) {
      return ProtoValue.under(
          "path_rewrite_policy", () -> template(proto.getPathRewritePolicy(), matched));
    }
    if (proto.getPrefixRewrite().isEmpty()) {
      return new PathRewrite.Keep();
    }
    if (matched instanceof PathRule.Template) {
      throw new InvalidConfigException(
          "prefix_rewrite",
          proto.getPrefixRewrite(),
          "path_rewrite_policy for a route with path_match_policy");
    }
    return new PathRewrite.Prefix(proto.getPrefixRewrite());
  }

  /**
   * The host rewrite.
   *
   * @param ofWeightedCluster literal of the weighted cluster; empty if there is none
   */
  public static HostRewrite host(RouteAction proto, String ofWeightedCluster) {
    HostRewrite.Source source =
        switch (proto.getHostRewriteSpecifierCase()) {
          case HOST_REWRITE_LITERAL ->
              new HostRewrite.Source.Literal(proto.getHostRewriteLiteral());
          case AUTO_HOST_REWRITE ->
              proto.getAutoHostRewrite().getValue()
                  ? new HostRewrite.Source.Endpoint()
                  : new HostRewrite.Source.Keep();
          case HOST_REWRITE_HEADER ->
              new HostRewrite.Source.Header(Ascii.lower(proto.getHostRewriteHeader()));
          case HOST_REWRITE_PATH_REGEX ->
              new HostRewrite.Source.Path(
                  ProtoValue.under(
                      "host_rewrite_path_regex",
                      () -> RegexConfig.rewrite(proto.getHostRewritePathRegex())));
          case HOSTREWRITESPECIFIER_NOT_SET -> new HostRewrite.Source.Keep();
        };
    return new HostRewrite(source, proto.getAppendXForwardedHost(), ofWeightedCluster);
  }

  private static PathRewrite template(TypedExtensionConfig policy, PathRule matched) {
    if (!policy.getTypedConfig().is(UriTemplateRewriteConfig.class)) {
      throw new InvalidConfigException(
          "", policy.getName(), "a typed_config of UriTemplateRewriteConfig");
    }
    if (!(matched instanceof PathRule.Template(var template))) {
      throw new InvalidConfigException(
          "", policy.getName(), "a path_match_policy of UriTemplateMatchConfig beside it");
    }
    try {
      String text =
          policy.getTypedConfig().unpack(UriTemplateRewriteConfig.class).getPathTemplateRewrite();
      return new PathRewrite.Template(
          template.substitution("typed_config.path_template_rewrite", text));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException("typed_config", "bytes", "a message: " + e.getMessage());
    }
  }
}
