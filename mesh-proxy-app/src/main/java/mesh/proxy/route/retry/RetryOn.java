package mesh.proxy.route.retry;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conditions under which an attempt is repeated, with the words of {@code retry_on}, {@code
 * x-envoy-retry-on} and {@code x-envoy-retry-grpc-on}.
 *
 * <p>Source:
 * https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/router_filter
 */
public enum RetryOn {
  SERVER_ERROR("5xx", false),
  GATEWAY_ERROR("gateway-error", false),
  CONNECT_FAILURE("connect-failure", false),
  RETRIABLE_4XX("retriable-4xx", false),
  REFUSED_STREAM("refused-stream", false),
  RETRIABLE_STATUS_CODES("retriable-status-codes", false),
  RESET("reset", false),
  RESET_BEFORE_REQUEST("reset-before-request", false),
  RETRIABLE_HEADERS("retriable-headers", false),
  ENVOY_RATE_LIMITED("envoy-ratelimited", false),
  HTTP3_POST_CONNECT_FAILURE("http3-post-connect-failure", false),
  GRPC_CANCELLED("cancelled", true),
  GRPC_DEADLINE_EXCEEDED("deadline-exceeded", true),
  GRPC_RESOURCE_EXHAUSTED("resource-exhausted", true),
  GRPC_UNAVAILABLE("unavailable", true),
  GRPC_INTERNAL("internal", true);

  private static final RetryOn[] ALL = values();

  private final String word;
  private final boolean grpc;

  RetryOn(String word, boolean grpc) {
    this.word = word;
    this.grpc = grpc;
  }

  /** This condition's bit in {@link RetryPolicy#on()}. */
  @SuppressWarnings("EnumOrdinal") // bits of one process
  public long bit() {
    return 1L << ordinal();
  }

  public String word() {
    return word;
  }

  /** All words, for error texts. */
  static String words() {
    return Arrays.stream(ALL).map(RetryOn::word).collect(Collectors.joining(", "));
  }

  /** The condition of a word; null if there is none. */
  static @Nullable RetryOn of(String word) {
    for (RetryOn condition : ALL) {
      if (condition.word.equals(word)) {
        return condition;
      }
    }
    return null;
  }

  /**
   * Bits of the words in {@code x-envoy-retry-on}, comma-separated; unknown ones count for nothing.
   */
  public static long ofHeader(String words) {
    return bits(words, false);
  }

  /**
   * Bits of the words in {@code x-envoy-retry-grpc-on}, comma-separated; unknown ones count for
   * nothing.
   */
  public static long ofGrpcHeader(String words) {
    return bits(words, true);
  }

  /** Whether {@link #ofHeader} knows all of the words. */
  public static boolean areWords(String words) {
    return Long.bitCount(ofHeader(words)) == distinct(words);
  }

  /** Whether {@link #ofGrpcHeader} knows all of the words. */
  public static boolean areGrpcWords(String words) {
    return Long.bitCount(ofGrpcHeader(words)) == distinct(words);
  }

  private static int distinct(String words) {
    return Set.copyOf(Arrays.stream(words.split(",", -1)).map(String::trim).toList()).size();
  }

  private static long bits(String words, boolean grpc) {
    long bits = 0;
    int from = 0;
    while (from <= words.length()) {
      int comma = words.indexOf(',', from);
      int to = comma < 0 ? words.length() : comma;
      for (RetryOn condition : ALL) {
        if (condition.grpc == grpc && condition.isWritten(words, from, to)) {
          bits |= condition.bit();
        }
      }
      from = to + 1;
    }
    return bits;
  }

  private boolean isWritten(String words, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && words.charAt(start) == ' ') {
      start++;
    }
    while (end > start && words.charAt(end - 1) == ' ') {
      end--;
    }
    return end - start == word.length() && words.startsWith(word, start);
  }
}
