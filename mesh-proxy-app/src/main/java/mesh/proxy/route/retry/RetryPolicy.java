package mesh.proxy.route.retry;

import java.util.List;
import java.util.Set;
import mesh.proxy.http.Headers;
import mesh.proxy.match.HeaderMatch;
import org.jspecify.annotations.Nullable;

/**
 * The retries of a route as configured. Immutable. A request may change some of it with {@code
 * x-envoy-*} fields.
 *
 * @param on bits of {@link RetryOn}
 * @param numRetries after the first attempt
 * @param perTryTimeoutMillis of each attempt; 0 if only the route's timeout counts
 * @param perTryIdleTimeoutMillis without a byte from upstream; 0 is for ever
 * @param retriableStatusCodes for {@link RetryOn#RETRIABLE_STATUS_CODES}
 * @param retriableHeaders of the response, for {@link RetryOn#RETRIABLE_HEADERS}; one must match
 * @param retriableRequestHeaders of the request; one must match, if there are any, or nothing is
 *     retried
 * @param rateLimitedBackOff null if a rate-limited response is retried as any other
 */
public record RetryPolicy(
    long on,
    int numRetries,
    long perTryTimeoutMillis,
    long perTryIdleTimeoutMillis,
    Set<Integer> retriableStatusCodes,
    List<HeaderMatch> retriableHeaders,
    List<HeaderMatch> retriableRequestHeaders,
    BackOff backOff,
    @Nullable RateLimitedBackOff rateLimitedBackOff,
    HostSelection hostSelection) {

  public RetryPolicy {
    retriableStatusCodes = Set.copyOf(retriableStatusCodes);
    retriableHeaders = List.copyOf(retriableHeaders);
    retriableRequestHeaders = List.copyOf(retriableRequestHeaders);
  }

  public boolean retriesOn(RetryOn condition) {
    return (on & condition.bit()) != 0;
  }

  /** Whether the request may be retried at all. */
  public boolean allows(Headers request) {
    return retriableRequestHeaders.isEmpty() || anyMatches(retriableRequestHeaders, request);
  }

  /** Whether a field of the response asks for a retry. */
  public boolean hasRetriableHeader(Headers response) {
    return anyMatches(retriableHeaders, response);
  }

  private static boolean anyMatches(List<HeaderMatch> matchers, Headers head) {
    for (int at = 0; at < matchers.size(); at++) {
      if (matchers.get(at).matches(head)) {
        return true;
      }
    }
    return false;
  }
}
