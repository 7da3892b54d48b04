package mesh.proxy.format;

import mesh.proxy.format.text.Scratch;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** A format, compiled: prints facts of a request. Immutable; shared by all loops. */
public interface Formatter {

  /** Appends the text. */
  void print(StreamInfo info, StringBuilder to);

  /** The text. */
  default String format(StreamInfo info) {
    StringBuilder scratch = Scratch.borrow();
    try {
      print(info, scratch);
      return scratch.toString();
    } finally {
      Scratch.giveBack(scratch);
    }
  }

  /** The text if it is the same for all requests; null if it is not. */
  default @Nullable String constant() {
    return null;
  }
}
