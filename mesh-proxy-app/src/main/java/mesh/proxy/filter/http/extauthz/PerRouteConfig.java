package mesh.proxy.filter.http.extauthz;

import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.BufferSettings;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.CheckSettings;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import java.util.HashMap;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/**
 * What a route says. Immutable.
 *
 * @param disabled whether nobody is asked
 * @param contextExtensions what the service is told beside the request
 * @param body in place of the filter's; null keeps that
 * @param noBody whether the service is not told of bodies
 */
record PerRouteConfig(
    boolean disabled,
    Map<String, String> contextExtensions,
    @Nullable BodyConfig body,
    boolean noBody) {

  static final Supported SUPPORTED =
      Supported.all(ExtAuthzPerRoute.getDefaultInstance())
          .and(
              Supported.all(CheckSettings.getDefaultInstance()),
              Supported.all(BufferSettings.getDefaultInstance()));

  static final PerRouteConfig NONE = new PerRouteConfig(false, Map.of(), null, false);

  PerRouteConfig {
    contextExtensions = Map.copyOf(contextExtensions);
  }

  /** A more specific level: extensions of both count, all else is its own. */
  PerRouteConfig overriddenBy(PerRouteConfig specific) {
    if (contextExtensions.isEmpty()) {
      return specific;
    }
    Map<String, String> both = new HashMap<>(contextExtensions);
    both.putAll(specific.contextExtensions);
    return new PerRouteConfig(specific.disabled, both, specific.body, specific.noBody);
  }

  static PerRouteConfig parse(ExtAuthzPerRoute proto) {
    return switch (proto.getOverrideCase()) {
      case DISABLED -> {
        if (!proto.getDisabled()) {
          throw new InvalidConfigException("disabled", false, "true");
        }
        yield new PerRouteConfig(true, Map.of(), null, false);
      }
      case CHECK_SETTINGS ->
          ProtoValue.under("check_settings", () -> settings(proto.getCheckSettings()));
      case OVERRIDE_NOT_SET ->
          throw new InvalidConfigException("override", null, "disabled or check_settings");
    };
  }

  private static PerRouteConfig settings(CheckSettings proto) {
    if (proto.getDisableRequestBodyBuffering() && proto.hasWithRequestBody()) {
      throw new InvalidConfigException(
          "disable_request_body_buffering", true, "false where with_request_body is set");
    }
    return new PerRouteConfig(
        false,
        proto.getContextExtensionsMap(),
        proto.hasWithRequestBody()
            ? ProtoValue.under(
                "with_request_body", () -> BodyConfig.parse(proto.getWithRequestBody()))
            : null,
        proto.getDisableRequestBodyBuffering());
  }
}
