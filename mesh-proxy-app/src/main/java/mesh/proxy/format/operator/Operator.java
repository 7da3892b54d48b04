package mesh.proxy.format.operator;

import mesh.proxy.format.text.Scratch;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** One {@code %OPERATOR%}, its arguments read. Immutable. */
public interface Operator {

  /**
   * Appends the value.
   *
   * @return false, and nothing appended, if there is none
   */
  boolean print(StreamInfo info, StringBuilder to);

  /** The value as a string, the one at hand where there is one; null if there is no value. */
  default @Nullable String text(StreamInfo info) {
    StringBuilder scratch = Scratch.borrow();
    try {
      return print(info, scratch) ? scratch.toString() : null;
    } finally {
      Scratch.giveBack(scratch);
    }
  }

  /** Whether the value is more than a string in JSON: a number, an object. */
  default boolean isJson() {
    return false;
  }

  /**
   * Appends the value as JSON; only if {@link #isJson}.
   *
   * @return false, and nothing appended, if there is none
   */
  default boolean printJson(StreamInfo info, StringBuilder to) {
    return print(info, to);
  }
}
