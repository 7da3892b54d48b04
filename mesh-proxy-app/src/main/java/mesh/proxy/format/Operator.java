package mesh.proxy.format;

import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** One {@code %OPERATOR%}, its arguments read. Immutable. */
interface Operator {

  /**
   * Appends the value.
   *
   * @return false, and nothing appended, if there is none
   */
  boolean print(StreamInfo info, StringBuilder to);

  /**
   * The value where it is at hand as a string; null if there is none. Most operators print into a
   * scratch builder.
   */
  default @Nullable String text(StreamInfo info) {
    StringBuilder scratch = Scratch.borrow();
    try {
      return print(info, scratch) ? scratch.toString() : null;
    } finally {
      Scratch.giveBack(scratch);
    }
  }

  /** Whether a JSON value that is this operator alone is printed as it is, without quotes. */
  default boolean isJson() {
    return false;
  }

  /**
   * Appends the value as JSON; for operators that {@link #isJson}. False, and nothing appended, if
   * there is none.
   */
  default boolean printJson(StreamInfo info, StringBuilder to) {
    return print(info, to);
  }
}
