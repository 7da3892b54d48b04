package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import mesh.pilot.generate.Protos;

/** {@code retryOn} taken apart: Envoy's words, and status codes that Istio allows among them. */
final class RetryWords {

  private static final String BY_CODE = "retriable-status-codes";
  private static final int UNAVAILABLE = 503;

  private RetryWords() {}

  static String words(String on) {
    String words =
        split(on).stream().filter(word -> !isCode(word)).collect(Collectors.joining(","));
    boolean hasCodes = split(on).stream().anyMatch(RetryWords::isCode);
    if (hasCodes && !words.contains(BY_CODE)) {
      return words.isEmpty() ? BY_CODE : words + "," + BY_CODE;
    }
    return words;
  }

  /**
   * The status codes.
   *
   * @param usual whether nobody said what to retry, which means 503
   */
  static List<Integer> codes(String on, boolean usual) {
    return usual
        ? List.of(UNAVAILABLE)
        : split(on).stream().filter(RetryWords::isCode).map(Integer::valueOf).toList();
  }

  static RetryHostPredicate previousHosts() {
    return RetryHostPredicate.newBuilder()
        .setName("envoy.retry_host_predicates.previous_hosts")
        .setTypedConfig(Protos.any(PreviousHostsPredicate.getDefaultInstance()))
        .build();
  }

  private static List<String> split(String on) {
    return Arrays.stream(on.split(",", -1)).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  private static boolean isCode(String word) {
    return Character.isDigit(word.charAt(0)) && !word.equals("5xx");
  }
}
