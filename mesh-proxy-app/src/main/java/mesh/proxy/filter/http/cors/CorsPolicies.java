package mesh.proxy.filter.http.cors;

import java.util.List;
import java.util.function.Function;
import mesh.proxy.match.StringMatch;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.cors.CorsPolicy;
import mesh.proxy.runtime.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * The policies of all levels of a route: of each setting, the most specific one that is there
 * counts. Immutable.
 *
 * @param levels least specific first; non-empty
 */
record CorsPolicies(List<CorsPolicy> levels) {

  private static final String ANY = "*";

  /** Those that concern a route; null if none does. */
  static @Nullable CorsPolicies of(@Nullable Route route, String filterName) {
    if (route == null || !(route.action() instanceof Forward forward)) {
      return null;
    }
    List<Object> typed = route.filterConfigs(filterName);
    if (!typed.isEmpty()) {
      return new CorsPolicies(typed.stream().map(CorsPolicy.class::cast).toList());
    }
    CorsPolicy ofHost = route.virtualHost().cors();
    CorsPolicy ofRoute = forward.cors();
    if (ofHost == null) {
      return ofRoute == null ? null : new CorsPolicies(List.of(ofRoute));
    }
    return new CorsPolicies(ofRoute == null ? List.of(ofHost) : List.of(ofHost, ofRoute));
  }

  boolean isEnabled(Runtime runtime) {
    var fraction = levels.getLast().enabled();
    return fraction == null || runtime.draw(fraction);
  }

  boolean isShadowed(Runtime runtime) {
    var fraction = levels.getLast().shadowed();
    return fraction != null && runtime.draw(fraction);
  }

  boolean allowsOrigin(String origin) {
    for (int level = levels.size() - 1; level >= 0; level--) {
      List<StringMatch> origins = levels.get(level).allowOrigins();
      if (!origins.isEmpty()) {
        return anyMatches(origins, origin);
      }
    }
    return false;
  }

  String allowMethods() {
    return text(CorsPolicy::allowMethods);
  }

  String allowHeaders() {
    return text(CorsPolicy::allowHeaders);
  }

  String exposeHeaders() {
    return text(CorsPolicy::exposeHeaders);
  }

  String maxAge() {
    return text(CorsPolicy::maxAge);
  }

  boolean allowCredentials() {
    return flag(CorsPolicy::allowCredentials, false);
  }

  boolean allowPrivateNetworkAccess() {
    return flag(CorsPolicy::allowPrivateNetworkAccess, false);
  }

  boolean forwardNotMatchingPreflights() {
    return flag(CorsPolicy::forwardNotMatchingPreflights, true);
  }

  // A pattern that the asterisk matches is meant to allow all.
  private static boolean anyMatches(List<StringMatch> origins, String origin) {
    for (int at = 0; at < origins.size(); at++) {
      if (origins.get(at).matches(ANY) || origins.get(at).matches(origin)) {
        return true;
      }
    }
    return false;
  }

  private String text(Function<CorsPolicy, String> setting) {
    for (int level = levels.size() - 1; level >= 0; level--) {
      String value = setting.apply(levels.get(level));
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  private boolean flag(Function<CorsPolicy, @Nullable Boolean> setting, boolean otherwise) {
    for (int level = levels.size() - 1; level >= 0; level--) {
      Boolean value = setting.apply(levels.get(level));
      if (value != null) {
        return value;
      }
    }
    return otherwise;
  }
}
