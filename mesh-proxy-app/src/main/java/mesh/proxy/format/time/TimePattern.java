package mesh.proxy.format.time;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern of {@code strftime}, with {@code %f} and {@code %3f} for fractions of a second,
 * compiled. Shared by all loops: what it keeps of the last second is immutable and replaced as a
 * whole.
 *
 * <p>Printing a time of a second that was printed before is copying text and some digits.
 */
public final class TimePattern {

  /** {@code 2016-04-15T20:17:00.310Z}. */
  public static final String USUAL = "%Y-%m-%dT%H:%M:%S.%3fZ";

  private static final Pattern FRACTIONAL_SECONDS =
      Pattern.compile("%E([1-9])S"); // Abseil's way to say it
  private static final int NANO_DIGITS = 9;
  private static final int NANOS = 1_000_000_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private final List<Piece> pieces;
  private final ZoneId zone;
  private Second last; // no volatile: any loop's last second will do, and its fields are final

  /** Part of a pattern. */
  private sealed interface Piece {

    /** Text and fields that stay the same for a second. */
    record Fields(List<TimeField> fields) implements Piece {}

    /** The first digits of the nanoseconds. */
    record Fraction(int digits) implements Piece {}
  }

  /**
   * A second as printed.
   *
   * @param texts 1:1 with pieces; empty for fractions
   */
  private record Second(long epochSecond, List<String> texts) {}

  private TimePattern(List<Piece> pieces, ZoneId zone) {
    this.pieces = pieces;
    this.zone = zone;
    this.last = render(0);
  }

  /**
   * Compiles.
   *
   * @throws IllegalArgumentException naming the specifier that does not exist
   */
  public static TimePattern of(String written, ZoneId zone) {
    String pattern = FRACTIONAL_SECONDS.matcher(written).replaceAll("%S.%$1f");
    var pieces = new ArrayList<Piece>();
    var fields = new ArrayList<TimeField>();
    int at = 0;
    while (at < pattern.length()) {
      int fraction = fractionDigits(pattern, at);
      if (fraction > 0) {
        pieces.add(new Piece.Fields(List.copyOf(fields)));
        fields.clear();
        pieces.add(new Piece.Fraction(fraction));
        at += pattern.charAt(at + 1) == 'f' ? 2 : 3;
      } else {
        at = TimeField.parse(pattern, at, fields);
      }
    }
    pieces.add(new Piece.Fields(List.copyOf(fields)));
    return new TimePattern(List.copyOf(pieces), zone);
  }

  // 1 to 9 for %f and %1f to %9f; 0 for anything else.
  private static int fractionDigits(String pattern, int at) {
    if (pattern.charAt(at) != '%' || at + 1 >= pattern.length()) {
      return 0;
    }
    char next = pattern.charAt(at + 1);
    if (next == 'f') {
      return NANO_DIGITS;
    }
    boolean digit =
        next >= '1' && next <= '9' && at + 2 < pattern.length() && pattern.charAt(at + 2) == 'f';
    return digit ? next - '0' : 0;
  }

  public void printMillis(long epochMillis, StringBuilder to) {
    print(
        Math.floorDiv(epochMillis, 1000L),
        (int) Math.floorMod(epochMillis, 1000L) * NANOS_PER_MILLI,
        to);
  }

  /**
   * Appends a point in time.
   *
   * @param nanos of the second
   */
  public void print(long epochSecond, int nanos, StringBuilder to) {
    Second second = last;
    if (second.epochSecond() != epochSecond) {
      second = render(epochSecond);
      last = second;
    }
    for (int at = 0; at < pieces.size(); at++) {
      if (pieces.get(at) instanceof Piece.Fraction(int digits)) {
        fraction(nanos, digits, to);
      } else {
        to.append(second.texts().get(at));
      }
    }
  }

  private Second render(long epochSecond) {
    ZonedDateTime time = Instant.ofEpochSecond(epochSecond).atZone(zone);
    var texts = new ArrayList<String>(pieces.size());
    for (Piece piece : pieces) {
      var text = new StringBuilder();
      if (piece instanceof Piece.Fields(List<TimeField> fields)) {
        fields.forEach(field -> field.print(time, text));
      }
      texts.add(text.toString());
    }
    return new Second(epochSecond, List.copyOf(texts));
  }

  private static void fraction(int nanos, int digits, StringBuilder to) {
    int divisor = NANOS;
    for (int digit = 0; digit < digits; digit++) {
      divisor /= 10;
      to.append((char) ('0' + nanos / divisor % 10));
    }
  }
}
