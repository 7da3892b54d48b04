package mesh.proxy.route.hash;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy.CookieAttribute;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.RegexConfig;
import mesh.proxy.match.RegexRewrite;
import mesh.proxy.route.forward.Millis;

/** Reads hash policies. */
public final class HashConfig {

  public static final Supported SUPPORTED =
      Supported.all(RouteAction.HashPolicy.getDefaultInstance())
          .and(
              Supported.all(RouteAction.HashPolicy.Header.getDefaultInstance()),
              Supported.all(RouteAction.HashPolicy.Cookie.getDefaultInstance()),
              Supported.all(CookieAttribute.getDefaultInstance()),
              Supported.all(RouteAction.HashPolicy.ConnectionProperties.getDefaultInstance()),
              Supported.all(RouteAction.HashPolicy.QueryParameter.getDefaultInstance()),
              Supported.all(RouteAction.HashPolicy.FilterState.getDefaultInstance()),
              RegexConfig.SUPPORTED);

  private static final long NO_COOKIE = -1;
  private static final long MILLIS = 1000;

  private HashConfig() {}

  /** Reads the list; faults start with an index. */
  public static HashPolicies parse(List<RouteAction.HashPolicy> protos) {
    if (protos.isEmpty()) {
      return HashPolicies.NONE;
    }
    var policies = new ArrayList<HashPolicy>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      RouteAction.HashPolicy proto = protos.get(at);
      // An empty connection_properties hashes nothing.
      if (!proto.hasConnectionProperties() || proto.getConnectionProperties().getSourceIp()) {
        policies.add(
            new HashPolicy(
                ProtoValue.under("[" + at + "]", () -> rule(proto)), proto.getTerminal()));
      }
    }
    return new HashPolicies(policies);
  }

  private static HashRule rule(RouteAction.HashPolicy proto) {
    return switch (proto.getPolicySpecifierCase()) {
      case HEADER -> header(proto.getHeader());
      case COOKIE -> cookie(proto.getCookie());
      case CONNECTION_PROPERTIES -> new HashRule.SourceIp();
      case QUERY_PARAMETER ->
          new HashRule.QueryParameter(
              required("query_parameter.name", proto.getQueryParameter().getName()));
      case FILTER_STATE ->
          new HashRule.FilterState(required("filter_state.key", proto.getFilterState().getKey()));
      case POLICYSPECIFIER_NOT_SET ->
          throw new InvalidConfigException(
              "policy_specifier",
              null,
              "one of header, cookie, connection_properties, query_parameter, filter_state");
    };
  }

  private static HashRule header(RouteAction.HashPolicy.Header proto) {
    RegexRewrite rewrite =
        proto.hasRegexRewrite()
            ? ProtoValue.under(
                "header.regex_rewrite", () -> RegexConfig.rewrite(proto.getRegexRewrite()))
            : null;
    return new HashRule.Header(
        Ascii.lower(required("header.header_name", proto.getHeaderName())), rewrite);
  }

  private static HashRule cookie(RouteAction.HashPolicy.Cookie proto) {
    long ttl = proto.hasTtl() ? Millis.of("cookie.ttl", proto.getTtl()) / MILLIS : NO_COOKIE;
    var attributes = new StringBuilder();
    if (ttl > 0) {
      attributes.append("; Max-Age=").append(ttl);
    }
    if (!proto.getPath().isEmpty()) {
      attributes.append("; Path=").append(proto.getPath());
    }
    for (CookieAttribute attribute : proto.getAttributesList()) {
      attributes.append("; ").append(attribute.getName());
      if (!attribute.getValue().isEmpty()) {
        attributes.append('=').append(attribute.getValue());
      }
    }
    attributes.append("; HttpOnly");
    return new HashRule.Cookie(
        required("cookie.name", proto.getName()), ttl, attributes.toString());
  }

  private static String required(String field, String value) {
    if (value.isEmpty()) {
      throw new InvalidConfigException(field, value, "at least one character");
    }
    return value;
  }
}
