package mesh.proxy.filter.http.router;

import java.util.Set;
import java.util.TreeSet;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.breaker.Breaker;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.route.retry.BackOff;
import mesh.proxy.route.retry.RateLimitedBackOff;
import mesh.proxy.route.retry.RetryOn;
import mesh.proxy.route.retry.RetryPolicy;
import mesh.proxy.runtime.Runtime;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when one request is tried again. Confined to its event loop.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/router_filter#x-envoy-retry-on
 */
final class RetryState {

  /** What is decided about a failed attempt. */
  enum Decision {
    RETRY,
    /** It is not a failure that the policy retries. */
    NO,
    /** It would be, but all retries are used up. */
    LIMIT_EXCEEDED,
    /** It would be, but the cluster has too many retries under way. */
    OVERFLOW
  }

  private final long on;
  private final Set<Integer> statusCodes;
  private final @Nullable RetryPolicy policy;
  private final Set<String> headerNames;
  private final Cluster cluster;
  private final Breaker breaker;
  private final Runtime runtime;
  private int remaining;
  private int retries;
  private boolean holdsBreaker;
  private long askedDelay = RateLimitedBackOff.UNKNOWN;

  private RetryState(
      long on,
      Set<Integer> statusCodes,
      @Nullable RetryPolicy policy,
      Set<String> headerNames,
      int remaining,
      Cluster cluster,
      Breaker breaker,
      Runtime runtime) {
    this.on = on;
    this.statusCodes = statusCodes;
    this.policy = policy;
    this.headerNames = headerNames;
    this.remaining = remaining;
    this.cluster = cluster;
    this.breaker = breaker;
    this.runtime = runtime;
  }

  /**
   * Reads the policy and the headers that add to it, and takes those out of the head; null if
   * nothing is retried.
   */
  static @Nullable RetryState take(
      Headers head,
      @Nullable RetryPolicy policy,
      Cluster cluster,
      Breaker breaker,
      Runtime runtime) {
    String words = head.get(HeaderNames.X_ENVOY_RETRY_ON);
    String grpcWords = head.get(HeaderNames.X_ENVOY_RETRY_GRPC_ON);
    String most = head.get(HeaderNames.X_ENVOY_MAX_RETRIES);
    if (policy == null && words == null && grpcWords == null && most == null) {
      return null; // nearly always
    }
    long on = policy == null ? 0 : policy.on();
    on |= words == null ? 0 : RetryOn.ofHeader(words);
    on |= grpcWords == null ? 0 : RetryOn.ofGrpcHeader(grpcWords);
    var statusCodes = new TreeSet<Integer>();
    var headerNames = new TreeSet<String>();
    takeLists(head, statusCodes, headerNames);
    int retries = policy == null ? 1 : policy.numRetries();
    int asked = most == null ? -1 : (int) parse(most);
    head.remove(HeaderNames.X_ENVOY_RETRY_ON);
    head.remove(HeaderNames.X_ENVOY_RETRY_GRPC_ON);
    head.remove(HeaderNames.X_ENVOY_MAX_RETRIES);
    if (on == 0 || policy != null && !policy.allows(head)) {
      return null;
    }
    if (policy != null) {
      statusCodes.addAll(policy.retriableStatusCodes());
    }
    return new RetryState(
        on,
        statusCodes,
        policy,
        headerNames,
        asked >= 0 ? asked : retries,
        cluster,
        breaker,
        runtime);
  }

  private static void takeLists(Headers head, Set<Integer> statusCodes, Set<String> headerNames) {
    String codes = head.joined(HeaderNames.X_ENVOY_RETRIABLE_STATUS_CODES);
    if (codes != null) {
      for (String code : codes.split(",", -1)) {
        long number = parse(code.strip());
        if (number >= 0) {
          statusCodes.add((int) number);
        }
      }
      head.remove(HeaderNames.X_ENVOY_RETRIABLE_STATUS_CODES);
    }
    String names = head.joined(HeaderNames.X_ENVOY_RETRIABLE_HEADER_NAMES);
    if (names != null) {
      for (String name : names.split(",", -1)) {
        headerNames.add(name.strip().toLowerCase(java.util.Locale.ROOT));
      }
      head.remove(HeaderNames.X_ENVOY_RETRIABLE_HEADER_NAMES);
    }
  }

  private static long parse(String digits) {
    if (digits.isEmpty()
        || digits.length() > 9
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Long.parseLong(digits);
  }

  /** A response head came. */
  Decision onHead(Headers response, long epochMillis, long random) {
    if (!wants(response)) {
      return success();
    }
    RateLimitedBackOff limited = policy == null ? null : policy.rateLimitedBackOff();
    askedDelay =
        limited == null
            ? RateLimitedBackOff.UNKNOWN
            : limited.delayMillis(response, epochMillis, random);
    return take();
  }

  /**
   * The attempt died before a response head.
   *
   * @param requestStarted true if a byte of it may have reached the upstream
   */
  Decision onReset(ResetReason reason, boolean requestStarted) {
    askedDelay = RateLimitedBackOff.UNKNOWN;
    return wants(reason, requestStarted) ? take() : Decision.NO;
  }

  /** Milliseconds to wait before the retry that was decided on. */
  long delayMillis(long random) {
    if (askedDelay != RateLimitedBackOff.UNKNOWN) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RETRY_BACKOFF_RATELIMITED);
      return askedDelay;
    }
    cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RETRY_BACKOFF_EXPONENTIAL);
    BackOff backOff = policy == null ? BackOff.USUAL : policy.backOff();
    return backOff.delayMillis(retries, runtime, random);
  }

  /**
   * The attempt that followed the wait begins, or the request is over: the cluster may have another
   * retry.
   */
  void releaseBreaker() {
    if (holdsBreaker) {
      holdsBreaker = false;
      breaker.release();
    }
  }

  private Decision success() {
    if (retries > 0) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RETRY_SUCCESS);
    }
    return Decision.NO;
  }

  private Decision take() {
    releaseBreaker();
    if (remaining == 0) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RETRY_LIMIT_EXCEEDED);
      return Decision.LIMIT_EXCEEDED;
    }
    remaining--;
    if (!breaker.tryAcquire()) {
      cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RETRY_OVERFLOW);
      return Decision.OVERFLOW;
    }
    holdsBreaker = true;
    retries++;
    cluster.stats().increment(ClusterCounter.UPSTREAM_RQ_RETRY);
    return Decision.RETRY;
  }

  private boolean has(RetryOn condition) {
    return (on & condition.bit()) != 0;
  }

  private boolean wants(Headers response) {
    if (response.contains(HeaderNames.X_ENVOY_RATE_LIMITED)) {
      return has(RetryOn.ENVOY_RATE_LIMITED);
    }
    int status = response.status();
    if (has(RetryOn.SERVER_ERROR) && status >= 500
        || has(RetryOn.GATEWAY_ERROR) && status >= 502 && status <= 504
        || has(RetryOn.RETRIABLE_4XX) && status == 409
        || has(RetryOn.RETRIABLE_STATUS_CODES) && statusCodes.contains(status)) {
      return true;
    }
    if (has(RetryOn.RETRIABLE_HEADERS) && hasRetriableHeader(response)) {
      return true;
    }
    String grpc = response.get(HeaderNames.GRPC_STATUS);
    return grpc != null && wantsGrpc(grpc);
  }

  private boolean hasRetriableHeader(Headers response) {
    for (String name : headerNames) {
      if (response.contains(name)) {
        return true;
      }
    }
    return policy != null && policy.hasRetriableHeader(response);
  }

  private boolean wantsGrpc(String status) {
    return switch (status) {
      case "1" -> has(RetryOn.GRPC_CANCELLED);
      case "4" -> has(RetryOn.GRPC_DEADLINE_EXCEEDED);
      case "8" -> has(RetryOn.GRPC_RESOURCE_EXHAUSTED);
      case "13" -> has(RetryOn.GRPC_INTERNAL);
      case "14" -> has(RetryOn.GRPC_UNAVAILABLE);
      default -> false;
    };
  }

  private boolean wants(ResetReason reason, boolean requestStarted) {
    return switch (reason) {
      case OVERFLOW -> false; // a full pool gets no emptier by asking again
      case REMOTE_CONNECTION_FAILURE, LOCAL_CONNECTION_FAILURE, CONNECTION_TIMEOUT ->
          has(RetryOn.CONNECT_FAILURE) || onAnyReset(requestStarted);
      case REMOTE_REFUSED_STREAM_RESET -> has(RetryOn.REFUSED_STREAM) || onAnyReset(requestStarted);
      case LOCAL_RESET,
          LOCAL_REFUSED_STREAM_RESET,
          REMOTE_RESET,
          CONNECT_ERROR,
          CONNECTION_TERMINATION,
          PROTOCOL_ERROR,
          OVERLOAD_MANAGER ->
          onAnyReset(requestStarted);
    };
  }

  private boolean onAnyReset(boolean requestStarted) {
    return has(RetryOn.RESET)
        || has(RetryOn.SERVER_ERROR)
        || has(RetryOn.GATEWAY_ERROR)
        || has(RetryOn.RESET_BEFORE_REQUEST) && !requestStarted;
  }
}
