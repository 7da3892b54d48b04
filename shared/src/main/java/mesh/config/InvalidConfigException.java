package mesh.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that we refuse: where it stands, what it is, what would be right.
 *
 * <p>The message is the text of a NACK and of a failed start, for example {@code
 * token_bucket.max_tokens: 0 (expected: >= 1)}.
 */
public final class InvalidConfigException extends RuntimeException {

  private final String field;
  // Not serialized with the exception: any value may be refused.
  private final transient @Nullable Object value;
  private final String expected;

  /**
   * Refuses one value.
   *
   * @param field path from the document that is read, in the words of its author: {@code
   *     filter_chains[0].filters}
   * @param value as it was written; null if it is missing
   * @param expected completes the sentence "expected: ..."
   */
  public InvalidConfigException(String field, @Nullable Object value, String expected) {
    super(sentence(field, value, expected));
    this.field = field;
    this.value = value;
    this.expected = expected;
  }

  private InvalidConfigException(String field, InvalidConfigException cause) {
    super(sentence(field, cause.value, cause.expected), cause);
    this.field = field;
    this.value = cause.value;
    this.expected = cause.expected;
  }

  /** The path to the value. */
  public String field() {
    return field;
  }

  /** The refused value; null if it is missing. */
  public @Nullable Object value() {
    return value;
  }

  /** What would be right. */
  public String expected() {
    return expected;
  }

  /** The message: field, value and expectation in one line. */
  public String sentence() {
    return sentence(field, value, expected);
  }

  /**
   * The same fault seen from the enclosing element: {@code under("a")} makes {@code b} {@code a.b}.
   */
  public InvalidConfigException under(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    String separator = field.isEmpty() || field.startsWith("[") ? "" : ".";
    return new InvalidConfigException(prefix + separator + field, this);
  }

  private static String sentence(String field, @Nullable Object value, String expected) {
    return field + ": " + value + " (expected: " + expected + ")";
  }
}
