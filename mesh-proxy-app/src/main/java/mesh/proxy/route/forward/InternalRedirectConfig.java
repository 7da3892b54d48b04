package mesh.proxy.route.forward;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.InternalRedirectPolicy;
import io.envoyproxy.envoy.extensions.internal_redirect.allow_listed_routes.v3.AllowListedRoutesConfig;
import io.envoyproxy.envoy.extensions.internal_redirect.previous_routes.v3.PreviousRoutesConfig;
import io.envoyproxy.envoy.extensions.internal_redirect.safe_cross_scheme.v3.SafeCrossSchemeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.Ascii;

/** Reads internal redirect policies. */
public final class InternalRedirectConfig {

  public static final Supported SUPPORTED =
      Supported.all(InternalRedirectPolicy.getDefaultInstance());

  private static final Set<Integer> FOLLOWED = Set.of(301, 302, 303, 307, 308);
  private static final int USUAL_STATUS = 302;

  private InternalRedirectConfig() {}

  public static InternalRedirects parse(InternalRedirectPolicy proto) {
    var predicates = new ArrayList<InternalRedirects.Predicate>();
    for (int at = 0; at < proto.getPredicatesCount(); at++) {
      TypedExtensionConfig predicate = proto.getPredicates(at);
      predicates.add(ProtoValue.under("predicates[" + at + "]", () -> predicate(predicate)));
    }
    return new InternalRedirects(
        proto.hasMaxInternalRedirects() ? proto.getMaxInternalRedirects().getValue() : 1,
        statuses(proto.getRedirectResponseCodesList()),
        proto.getAllowCrossSchemeRedirect(),
        headers(proto.getResponseHeadersToCopyList()),
        predicates);
  }

  /** What the deprecated {@code internal_redirect_action: HANDLE_INTERNAL_REDIRECT} means. */
  public static InternalRedirects handled(int most) {
    return new InternalRedirects(most, Set.of(USUAL_STATUS), false, List.of(), List.of());
  }

  // Other codes are passed over: so the field's documentation says.
  private static Set<Integer> statuses(List<Integer> configured) {
    return configured.isEmpty()
        ? Set.of(USUAL_STATUS)
        : configured.stream().filter(FOLLOWED::contains).collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> headers(List<String> names) {
    var headers = new ArrayList<String>(names.size());
    for (int at = 0; at < names.size(); at++) {
      String name = Ascii.lower(names.get(at));
      if (name.startsWith(":") || name.equals("host")) {
        throw new InvalidConfigException(
            "response_headers_to_copy[" + at + "]",
            name,
            "a header field that is neither host nor starts with a colon");
      }
      headers.add(name);
    }
    return headers;
  }

  private static InternalRedirects.Predicate predicate(TypedExtensionConfig extension) {
    Any config = extension.getTypedConfig();
    if (config.is(PreviousRoutesConfig.class)) {
      return new InternalRedirects.Predicate.PreviousRoutes();
    }
    if (config.is(SafeCrossSchemeConfig.class)) {
      return new InternalRedirects.Predicate.SafeCrossScheme();
    }
    if (config.is(AllowListedRoutesConfig.class)) {
      try {
        return new InternalRedirects.Predicate.AllowListedRoutes(
            Set.copyOf(config.unpack(AllowListedRoutesConfig.class).getAllowedRouteNamesList()));
      } catch (InvalidProtocolBufferException e) {
        throw new InvalidConfigException("typed_config", "bytes", "a message: " + e.getMessage());
      }
    }
    throw new InvalidConfigException(
        "typed_config",
        config.getTypeUrl(),
        "PreviousRoutesConfig, SafeCrossSchemeConfig or AllowListedRoutesConfig");
  }
}
