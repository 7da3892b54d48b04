package mesh.pilot.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers and durations out of texts. */
final class Scalars {

  private static final Pattern DURATION =
      Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:h|ms|m|s|us|ns))+|0");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|ns)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "h", 3_600_000_000_000L,
          "m", 60_000_000_000L,
          "s", 1_000_000_000L,
          "ms", 1_000_000L,
          "us", 1_000L,
          "ns", 1L);
  private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Duration.ofDays(365).toNanos());

  private Scalars() {}

  static int integer(Element element, int least, int most) {
    String text = element.scalar();
    try {
      int number = Integer.parseInt(text == null ? "" : text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as numbers out of range are
    }
    element.fault(
        element.shown(),
        most == Integer.MAX_VALUE ? "a whole number >= " + least : least + ".." + most);
    return least;
  }

  static double percent(Element element) {
    String text = element.scalar();
    try {
      double number = Double.parseDouble(text == null ? "" : text);
      if (number >= 0 && number <= 100) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    element.fault(element.shown(), "0..100");
    return 0;
  }

  static Duration duration(Element element) {
    String text = element.scalar();
    if (text != null && DURATION.matcher(text).matches()) {
      BigDecimal nanos = BigDecimal.ZERO;
      Matcher part = PART.matcher(text);
      while (part.find()) {
        nanos =
            nanos.add(
                new BigDecimal(part.group(1))
                    .multiply(new BigDecimal(NANOS.getOrDefault(part.group(2), 1L))));
      }
      if (nanos.compareTo(BigDecimal.valueOf(1_000_000)) >= 0 && nanos.compareTo(MOST_NANOS) <= 0) {
        return Duration.ofNanos(nanos.longValue());
      }
    }
    element.fault(element.shown(), "a duration of at least 1ms, such as 1.5s, 200ms, 1m30s");
    return Duration.ofSeconds(1);
  }
}
