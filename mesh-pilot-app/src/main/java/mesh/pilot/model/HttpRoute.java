package mesh.pilot.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the requests that match. Immutable.
 *
 * @param match any of which is enough; empty for every request
 * @param action where they go, or what they get
 * @param timeout of the whole request; null for none
 */
public record HttpRoute(
    String name,
    List<HttpMatch> match,
    Action action,
    @Nullable Rewrite rewrite,
    @Nullable Duration timeout,
    @Nullable Retries retries,
    @Nullable Fault fault,
    List<Mirror> mirrors,
    HeaderRules headers,
    @Nullable Cors cors) {

  public HttpRoute {
    match = List.copyOf(match);
    mirrors = List.copyOf(mirrors);
  }

  /** A closed choice. */
  public sealed interface Action {}

  /** To destinations, by weight. */
  public record Forward(List<Weighted> to) implements Action {

    public Forward {
      to = List.copyOf(to);
    }
  }

  /**
   * One destination.
   *
   * @param weight 0 or more; of a single destination it does not matter
   */
  public record Weighted(Destination destination, int weight, HeaderRules headers) {}

  /**
   * An answer that sends the client elsewhere. Empty texts are taken from the request.
   *
   * @param uri the new path
   * @param port 0 for that of the scheme or the request
   * @param code 301, 302, 303, 307 or 308
   */
  public record Redirect(String uri, String authority, String scheme, int port, int code)
      implements Action {}

  /** An answer of the proxy itself. */
  public record DirectResponse(int status, String body) implements Action {}

  /**
   * Changes of path and host. Empty texts change nothing.
   *
   * @param uri replaces a matched prefix, or the whole path
   * @param regex RE2 whose matches in the path are replaced by {@code substitution}
   */
  public record Rewrite(String uri, String authority, String regex, String substitution) {}

  /**
   * Further attempts.
   *
   * @param attempts 0 for none
   * @param perTryTimeout null for that of the request
   * @param retryOn Envoy's words, by comma; empty for Istio's usual ones
   */
  public record Retries(int attempts, @Nullable Duration perTryTimeout, String retryOn) {}

  /** Failures on purpose. */
  public record Fault(@Nullable Delay delay, @Nullable Abort abort) {}

  /** Holds requests up. */
  public record Delay(double percent, Duration fixed) {}

  /**
   * Answers requests with an error.
   *
   * @param httpStatus 200..599; 0 if there is a {@code grpcStatus}
   * @param grpcStatus name or number; empty if there is an {@code httpStatus}
   */
  public record Abort(double percent, int httpStatus, String grpcStatus) {}

  /** Copies of requests whose answers nobody waits for. */
  public record Mirror(Destination destination, double percent) {}

  /**
   * What browsers of other origins may do.
   *
   * @param maxAge of a preflight's answer; null to say nothing
   */
  public record Cors(
      List<StringMatch> allowOrigins,
      List<String> allowMethods,
      List<String> allowHeaders,
      List<String> exposeHeaders,
      @Nullable Duration maxAge,
      boolean allowCredentials) {

    public Cors {
      allowOrigins = List.copyOf(allowOrigins);
      allowMethods = List.copyOf(allowMethods);
      allowHeaders = List.copyOf(allowHeaders);
      exposeHeaders = List.copyOf(exposeHeaders);
    }
  }
}
