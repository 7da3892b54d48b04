package mesh.proxy.format.time;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;

/** Text or one specifier of a time pattern, in the C locale. */
@FunctionalInterface
interface TimeField {

  /** UTC, CET or CEST. */
  DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("z", Locale.ENGLISH);

  void print(ZonedDateTime time, StringBuilder to);

  /**
   * Reads one field.
   *
   * @return index behind it
   * @throws IllegalArgumentException naming the specifier that does not exist
   */
  static int parse(String pattern, int at, List<TimeField> to) {
    if (pattern.charAt(at) != '%') {
      int end = pattern.indexOf('%', at);
      String literal = pattern.substring(at, end < 0 ? pattern.length() : end);
      to.add((time, text) -> text.append(literal));
      return at + literal.length();
    }
    if (at + 1 == pattern.length()) {
      throw new IllegalArgumentException("%");
    }
    String expanded = expansion(pattern.charAt(at + 1));
    if (expanded.isEmpty()) {
      to.add(specifier(pattern.charAt(at + 1)));
    } else {
      for (int inner = 0; inner < expanded.length(); ) {
        inner = parse(expanded, inner, to);
      }
    }
    return at + 2;
  }

  // Specifiers that stand for several others; empty for those that do not.
  private static String expansion(char letter) {
    return switch (letter) {
      case 'D', 'x' -> "%m/%d/%y";
      case 'F' -> "%Y-%m-%d";
      case 'R' -> "%H:%M";
      case 'T', 'X' -> "%H:%M:%S";
      case 'r' -> "%I:%M:%S %p";
      case 'c' -> "%a %b %e %H:%M:%S %Y";
      default -> "";
    };
  }

  private static TimeField specifier(char letter) {
    return switch (letter) {
      case 'Y' -> (time, to) -> to.append(time.getYear());
      case 'y' -> (time, to) -> padded(time.getYear() % 100, 2, '0', to);
      case 'C' -> (time, to) -> padded(time.getYear() / 100, 2, '0', to);
      case 'G' -> (time, to) -> to.append(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'm' -> (time, to) -> padded(time.getMonthValue(), 2, '0', to);
      case 'b', 'h' ->
          (time, to) -> to.append(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'B' ->
          (time, to) -> to.append(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'd' -> (time, to) -> padded(time.getDayOfMonth(), 2, '0', to);
      case 'e' -> (time, to) -> padded(time.getDayOfMonth(), 2, ' ', to);
      case 'j' -> (time, to) -> padded(time.getDayOfYear(), 3, '0', to);
      case 'V' -> (time, to) -> padded(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', to);
      case 'a' ->
          (time, to) ->
              to.append(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'A' ->
          (time, to) ->
              to.append(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'u' -> (time, to) -> to.append(time.getDayOfWeek().getValue());
      case 'w' -> (time, to) -> to.append(time.getDayOfWeek().getValue() % 7);
      case 'H' -> (time, to) -> padded(time.getHour(), 2, '0', to);
      case 'I' -> (time, to) -> padded(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0', to);
      case 'M' -> (time, to) -> padded(time.getMinute(), 2, '0', to);
      case 'S' -> (time, to) -> padded(time.getSecond(), 2, '0', to);
      case 'p' -> (time, to) -> to.append(time.getHour() < 12 ? "AM" : "PM");
      case 's' -> (time, to) -> to.append(time.toEpochSecond());
      case 'z' -> (time, to) -> offset(time, to);
      case 'Z' -> (time, to) -> to.append(ZONE.format(time));
      case 'n' -> (time, to) -> to.append('\n');
      case 't' -> (time, to) -> to.append('\t');
      case '%' -> (time, to) -> to.append('%');
      default -> throw new IllegalArgumentException("%" + letter);
    };
  }

  private static void padded(int number, int width, char padding, StringBuilder to) {
    String digits = Integer.toString(number);
    to.repeat(padding, Math.max(0, width - digits.length())).append(digits);
  }

  private static void offset(ZonedDateTime time, StringBuilder to) {
    int minutes = time.getOffset().getTotalSeconds() / 60;
    to.append(minutes < 0 ? '-' : '+');
    padded(Math.abs(minutes) / 60, 2, '0', to);
    padded(Math.abs(minutes) % 60, 2, '0', to);
  }
}
