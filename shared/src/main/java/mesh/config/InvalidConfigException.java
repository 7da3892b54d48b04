package mesh.config;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting that we refuse: where it stands, what it is, what would be right.
 *
 * <p>The message is the text of a NACK and of a failed start, for example {@code
 * token_bucket.max_tokens: 0 (expected: >= 1)}; several faults of one document are one exception
 * with a line for each.
 */
public final class InvalidConfigException extends RuntimeException {

  private final String place; // "proxy.yaml:17", or empty
  private final String field;
  // Not serialized with the exception: any value may be refused.
  private final transient @Nullable Object value;
  private final String expected;
  private final transient @Nullable List<InvalidConfigException> several; // null for one fault

  /**
   * Refuses one value.
   *
   * @param field path from the document that is read, in the words of its author: {@code
   *     filter_chains[0].filters}
   * @param value as it was written; null if it is missing
   * @param expected completes the sentence "expected: ..."
   */
  public InvalidConfigException(String field, @Nullable Object value, String expected) {
    super(sentence("", field, value, expected));
    this.place = "";
    this.field = field;
    this.value = value;
    this.expected = expected;
    this.several = null;
  }

  private InvalidConfigException(String place, String field, InvalidConfigException cause) {
    super(sentence(place, field, cause.value, cause.expected), cause);
    this.place = place;
    this.field = field;
    this.value = cause.value;
    this.expected = cause.expected;
    this.several = null;
  }

  private InvalidConfigException(List<InvalidConfigException> several) {
    super(several.stream().map(InvalidConfigException::sentence).collect(joining("\n")));
    InvalidConfigException first = several.getFirst();
    this.place = first.place;
    this.field = first.field;
    this.value = first.value;
    this.expected = first.expected;
    this.several = several;
  }

  /**
   * All faults of one document; the first one gives field, value and expectation.
   *
   * @param faults non-empty
   */
  public static InvalidConfigException of(List<InvalidConfigException> faults) {
    List<InvalidConfigException> each =
        faults.stream().flatMap(fault -> fault.faults().stream()).toList();
    return each.size() == 1 ? each.getFirst() : new InvalidConfigException(each);
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

  /** Each fault on its own; this one if there are no others. */
  public List<InvalidConfigException> faults() {
    return several == null ? List.of(this) : several;
  }

  /** The message: place, field, value and expectation, one line for each fault. */
  public String sentence() {
    return several == null
        ? sentence(place, field, value, expected)
        : several.stream().map(InvalidConfigException::sentence).collect(joining("\n"));
  }

  /**
   * The same fault seen from the enclosing element: {@code under("a")} makes {@code b} {@code a.b}.
   */
  public InvalidConfigException under(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    if (several != null) {
      return of(several.stream().map(fault -> fault.under(prefix)).toList());
    }
    String separator = field.isEmpty() || field.startsWith("[") ? "" : ".";
    return new InvalidConfigException(place, prefix + separator + field, this);
  }

  /**
   * The same fault with the place where it is written down.
   *
   * @param file and line: {@code proxy.yaml:17}
   */
  public InvalidConfigException at(String file) {
    return several == null
        ? new InvalidConfigException(file, field, this)
        : of(several.stream().map(fault -> fault.at(file)).toList());
  }

  private static String sentence(
      String place, String field, @Nullable Object value, String expected) {
    String from = place.isEmpty() ? "" : place + ": ";
    String what = field.isEmpty() && !place.isEmpty() ? "" : field + ": ";
    return from + what + value + " (expected: " + expected + ")";
  }
}
