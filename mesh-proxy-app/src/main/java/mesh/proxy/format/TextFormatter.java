package mesh.proxy.format;

import java.util.List;
import mesh.proxy.format.operator.Literal;
import mesh.proxy.format.operator.Operator;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Text with operators in it. Immutable. */
public final class TextFormatter implements Formatter {

  private final Operator[] parts;
  private final String missing;

  /** What stands for a value that a request does not have. */
  public enum Missing {
    /** {@code -}, for logs. */
    DASH("-"),
    /** Nothing, for header fields and where {@code omit_empty_values} is set. */
    NOTHING("");

    private final String text;

    Missing(String text) {
      this.text = text;
    }
  }

  private TextFormatter(List<Operator> parts, Missing missing) {
    this.parts = parts.toArray(Operator[]::new);
    this.missing = missing.text;
  }

  /**
   * Compiles a format.
   *
   * @throws mesh.config.InvalidConfigException naming {@code field}, with the position of what is
   *     wrong
   */
  public static TextFormatter of(String field, String format, Missing missing) {
    return new TextFormatter(FormatParser.parse(field, format), missing);
  }

  @Override
  public void print(StreamInfo info, StringBuilder to) {
    for (Operator part : parts) {
      if (!part.print(info, to)) {
        to.append(missing);
      }
    }
  }

  @Override
  public String format(StreamInfo info) {
    if (parts.length == 1) {
      String text = parts[0].text(info);
      return text == null ? missing : text;
    }
    return Formatter.super.format(info);
  }

  @Override
  public @Nullable String constant() {
    if (parts.length == 0) {
      return "";
    }
    return parts.length == 1 && parts[0] instanceof Literal(String text) ? text : null;
  }
}
