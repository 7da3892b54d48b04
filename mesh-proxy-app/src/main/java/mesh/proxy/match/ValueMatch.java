package mesh.proxy.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a value of metadata: String, Double, Boolean, List, Map or null, as in {@code
 * google.protobuf.Struct}. Immutable.
 */
public sealed interface ValueMatch {

  /** Stands for a value that is not there, which {@code null} does not mean in metadata. */
  Absent ABSENT = Absent.VALUE;

  /** The type of {@link #ABSENT}. */
  enum Absent {
    VALUE
  }

  /**
   * Looks at the value.
   *
   * @param value {@link #ABSENT} if there is none
   */
  boolean matches(@Nullable Object value);

  /** The null of JSON. */
  record Null() implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      return value == null;
    }
  }

  /** A number in [start, end). */
  record Range(double start, double end) implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      return value instanceof Number number
          && number.doubleValue() >= start
          && number.doubleValue() < end;
    }
  }

  /** One number. */
  record Exactly(double expected) implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      return value instanceof Number number && number.doubleValue() == expected;
    }
  }

  /** A string. */
  record Text(StringMatch match) implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      return value instanceof String text && match.matches(text);
    }
  }

  /** A boolean. */
  record Flag(boolean expected) implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      return value instanceof Boolean flag && flag == expected;
    }
  }

  /**
   * Any value.
   *
   * @param expected false matches nothing, as in Envoy
   */
  record Present(boolean expected) implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      return expected && value != ABSENT;
    }
  }

  /** A list with an element that matches. */
  record OneOf(ValueMatch element) implements ValueMatch {

    @Override
    public boolean matches(@Nullable Object value) {
      if (!(value instanceof List<?> list)) {
        return false;
      }
      for (int at = 0; at < list.size(); at++) {
        if (element.matches(list.get(at))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Any of several conditions. */
  record Or(List<ValueMatch> alternatives) implements ValueMatch {

    public Or {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public boolean matches(@Nullable Object value) {
      for (int at = 0; at < alternatives.size(); at++) {
        if (alternatives.get(at).matches(value)) {
          return true;
        }
      }
      return false;
    }
  }
}
