package mesh.pilot.source.kind;

import java.util.Set;
import java.util.TreeSet;
import mesh.config.Suggestion;
import mesh.pilot.document.Fields;

/** Reads {@code retryOn}: Envoy's words, and status codes. */
final class RetryWords {

  // https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_filters/router_filter
  private static final Set<String> WORDS =
      new TreeSet<>(
          Set.of(
              "5xx",
              "cancelled",
              "connect-failure",
              "deadline-exceeded",
              "envoy-ratelimited",
              "gateway-error",
              "http3-post-connect-failure",
              "internal",
              "refused-stream",
              "reset",
              "reset-before-request",
              "resource-exhausted",
              "retriable-4xx",
              "retriable-headers",
              "retriable-status-codes",
              "unavailable"));

  private RetryWords() {}

  static String read(Fields fields) {
    String text = fields.text("retryOn", "");
    for (String word : text.split(",", -1)) {
      String plain = word.strip();
      if (!text.isEmpty() && !WORDS.contains(plain) && !plain.matches("[1-5][0-9][0-9]")) {
        fields.missing(
            "retryOn",
            "words of " + String.join(", ", WORDS) + ", or codes" + Suggestion.hint(plain, WORDS));
        break;
      }
    }
    return text;
  }
}
