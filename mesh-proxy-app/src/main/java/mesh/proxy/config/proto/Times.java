package mesh.proxy.config.proto;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the messages that are written as one text. */
final class Times {

  private static final Pattern SECONDS = Pattern.compile("(-?)(\\d{1,12})(?:\\.(\\d{1,9}))?s");
  private static final long MOST_SECONDS = 315_576_000_000L; // 10,000 years, as the proto says
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Times() {}

  /**
   * Reads a text.
   *
   * @return null if it does not fit; {@link #expected} says why
   */
  static @Nullable Message read(Shape.Form form, String text) {
    return switch (form) {
      case DURATION -> duration(text);
      case TIMESTAMP -> timestamp(text);
      default -> fieldMask(text);
    };
  }

  static String expected(Shape.Form form) {
    return switch (form) {
      case DURATION -> "a duration in seconds, such as 0.25s";
      case TIMESTAMP -> "a time, such as 2030-01-31T12:00:00Z";
      default -> "names of fields with commas between them";
    };
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long seconds = Long.parseLong(matcher.group(2));
    String fraction = matcher.group(3);
    int nanos =
        fraction == null ? 0 : new BigDecimal("0." + fraction).movePointRight(9).intValueExact();
    if (seconds > MOST_SECONDS) {
      return null;
    }
    int sign = matcher.group(1).isEmpty() ? 1 : -1;
    return Duration.newBuilder().setSeconds(sign * seconds).setNanos(sign * nanos).build();
  }

  private static @Nullable Timestamp timestamp(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(FIRST) || time.isAfter(LAST)
          ? null
          : Timestamp.newBuilder()
              .setSeconds(time.getEpochSecond())
              .setNanos(time.getNano())
              .build();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable FieldMask fieldMask(String text) {
    return FieldMaskUtil.fromJsonString(text);
  }
}
