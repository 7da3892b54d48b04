package mesh.proxy.match;

import java.util.List;
import mesh.proxy.http.Headers;

/**
 * A condition on a header field. Immutable.
 *
 * <p>Several fields of one name are looked at one by one, not joined by commas as Envoy did before
 * 1.37: a second field must not hide what the first one says.
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

  /** Compares: of several fields one must hold; inverted, none may. */
  public boolean matches(Headers head) {
    if (test instanceof Test.Presence(boolean expected)) {
      return ((missingIsEmpty || head.contains(name)) == expected) != invert;
    }
    boolean found = false;
    for (int at = 0; at < head.size(); at++) {
      if (head.name(at).equals(name)) {
        if (holds(head.value(at))) {
          return !invert;
        }
        found = true;
      }
    }
    return found ? invert : missingIsEmpty && holds("") != invert;
  }

  private boolean holds(String value) {
    return switch (test) {
      case Test.Text(StringMatch match) -> match.matches(value);
      case Test.Range(long start, long end) -> isWithin(value, start, end);
      case Test.Presence presence -> presence.expected();
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
