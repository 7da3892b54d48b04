package mesh.proxy.match;

import java.util.List;
import mesh.proxy.http.Headers;

/**
 * A condition on a header field. Several fields of one name are one value, joined by commas.
 * Immutable.
 *
 * @param name lower case
 * @param missingIsEmpty whether a missing field is an empty one; else it matches nothing but a test
 *     for its absence, not even inverted
 * @param invert whether the opposite is asked for
 */
public record HeaderMatch(String name, Test test, boolean missingIsEmpty, boolean invert) {

  /** What is asked of the value. */
  public sealed interface Test {

    /** The text of the value. */
    record Text(StringMatch match) implements Test {}

    /**
     * The value as a decimal integer.
     *
     * @param start first one
     * @param end first one too big
     */
    record Range(long start, long end) implements Test {}

    /**
     * Whether there is a field.
     *
     * @param expected false asks for its absence
     */
    record Presence(boolean expected) implements Test {}
  }

  /** A condition that the field is there. */
  public static HeaderMatch present(String name) {
    return new HeaderMatch(name, new Test.Presence(true), false, false);
  }

  /** A condition on the field's exact value. */
  public static HeaderMatch exact(String name, String value) {
    return new HeaderMatch(name, new Test.Text(new StringMatch.Exact(value, false)), false, false);
  }

  public boolean matches(Headers head) {
    String value = head.joined(name);
    if (value == null && missingIsEmpty) {
      value = "";
    }
    return switch (test) {
      case Test.Presence(boolean expected) -> (value != null) == expected != invert;
      case Test.Text(StringMatch match) -> value != null && match.matches(value) != invert;
      case Test.Range(long start, long end) ->
          value != null && isWithin(value, start, end) != invert;
    };
  }

  private static boolean isWithin(String value, long start, long end) {
    long number = Numbers.decimal(value);
    return number != Numbers.NONE && number >= start && number < end;
  }

  /** True if every one of {@code matchers} does. */
  public static boolean allMatch(List<HeaderMatch> matchers, Headers head) {
    for (int at = 0; at < matchers.size(); at++) {
      if (!matchers.get(at).matches(head)) {
        return false;
      }
    }
    return true;
  }
}
