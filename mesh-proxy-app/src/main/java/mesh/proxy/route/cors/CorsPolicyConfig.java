package mesh.proxy.route.cors;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.StringMatch;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.runtime.RuntimeFraction;
import org.jspecify.annotations.Nullable;

/** Reads cross-origin policies: the filter's message, and the deprecated one of routes. */
public final class CorsPolicyConfig {

  public static final Supported SUPPORTED =
      Supported.all(CorsPolicy.getDefaultInstance())
          .and(
              Supported.all(io.envoyproxy.envoy.config.route.v3.CorsPolicy.getDefaultInstance()),
              Supported.all(RuntimeFractionalPercent.getDefaultInstance()),
              Supported.all(FractionalPercent.getDefaultInstance()),
              StringMatchConfig.SUPPORTED);

  private CorsPolicyConfig() {}

  /** An entry of {@code typed_per_filter_config}. */
  public static mesh.proxy.route.cors.CorsPolicy parse(CorsPolicy proto) {
    return new mesh.proxy.route.cors.CorsPolicy(
        origins(proto.getAllowOriginStringMatchList()),
        proto.getAllowMethods(),
        proto.getAllowHeaders(),
        proto.getExposeHeaders(),
        proto.getMaxAge(),
        flag(proto.hasAllowCredentials(), proto.getAllowCredentials()),
        flag(proto.hasAllowPrivateNetworkAccess(), proto.getAllowPrivateNetworkAccess()),
        flag(proto.hasForwardNotMatchingPreflights(), proto.getForwardNotMatchingPreflights()),
        fraction(proto.hasFilterEnabled(), proto.getFilterEnabled()),
        fraction(proto.hasShadowEnabled(), proto.getShadowEnabled()));
  }

  /** The {@code cors} field of a route or a virtual host. */
  public static mesh.proxy.route.cors.CorsPolicy parse(
      io.envoyproxy.envoy.config.route.v3.CorsPolicy proto) {
    return new mesh.proxy.route.cors.CorsPolicy(
        origins(proto.getAllowOriginStringMatchList()),
        proto.getAllowMethods(),
        proto.getAllowHeaders(),
        proto.getExposeHeaders(),
        proto.getMaxAge(),
        flag(proto.hasAllowCredentials(), proto.getAllowCredentials()),
        flag(proto.hasAllowPrivateNetworkAccess(), proto.getAllowPrivateNetworkAccess()),
        flag(proto.hasForwardNotMatchingPreflights(), proto.getForwardNotMatchingPreflights()),
        fraction(proto.hasFilterEnabled(), proto.getFilterEnabled()),
        fraction(proto.hasShadowEnabled(), proto.getShadowEnabled()));
  }

  private static List<StringMatch> origins(List<StringMatcher> protos) {
    var origins = new ArrayList<StringMatch>(protos.size());
    for (int at = 0; at < protos.size(); at++) {
      StringMatcher proto = protos.get(at);
      origins.add(
          ProtoValue.under(
              "allow_origin_string_match[" + at + "]", () -> StringMatchConfig.parse(proto)));
    }
    return origins;
  }

  private static @Nullable Boolean flag(boolean isSet, BoolValue proto) {
    return isSet ? proto.getValue() : null;
  }

  private static @Nullable RuntimeFraction fraction(boolean isSet, RuntimeFractionalPercent proto) {
    return isSet ? ProtoValue.runtimeFraction(proto) : null;
  }
}
