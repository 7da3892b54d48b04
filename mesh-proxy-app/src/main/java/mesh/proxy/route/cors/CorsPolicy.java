package mesh.proxy.route.cors;

import java.util.List;
import mesh.proxy.match.StringMatch;
import mesh.proxy.runtime.RuntimeFraction;
import org.jspecify.annotations.Nullable;

/**
 * What one level says of requests from other origins. What it leaves empty or null, less specific
 * levels say. Immutable.
 *
 * @param enabled which requests are answered as the policy says; null for all
 * @param shadowed which requests are only counted; null for none
 */
public record CorsPolicy(
    List<StringMatch> allowOrigins,
    String allowMethods,
    String allowHeaders,
    String exposeHeaders,
    String maxAge,
    @Nullable Boolean allowCredentials,
    @Nullable Boolean allowPrivateNetworkAccess,
    @Nullable Boolean forwardNotMatchingPreflights,
    @Nullable RuntimeFraction enabled,
    @Nullable RuntimeFraction shadowed) {

  public CorsPolicy {
    allowOrigins = List.copyOf(allowOrigins);
  }
}
