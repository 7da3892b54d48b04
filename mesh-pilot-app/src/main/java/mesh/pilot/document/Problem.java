package mesh.pilot.document;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a rule. Files, the Rules API and the command line all show {@link
 * #sentence}. Immutable.
 *
 * @param resource kind, namespace and name: {@code VirtualService shop/stock}; may be empty
 * @param field path from the document: {@code spec.http[0].timeout}; may be empty
 * @param value as it was written; null if it is missing
 * @param expected completes "expected: ..."
 */
public record Problem(
    Severity severity,
    Code code,
    String resource,
    Place place,
    String field,
    @Nullable String value,
    String expected) {

  /** What follows from it. */
  public enum Severity {
    /** The change is refused, and the last good rules go on. */
    ERROR,
    /** The change is taken; somebody should look. */
    WARNING;

    /** As people read it: {@code Error}. */
    public String text() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Place, resource, field, value and expectation. */
  public String sentence() {
    var text = new StringBuilder();
    for (String part : new String[] {place.toString(), resource, field}) {
      if (!part.isEmpty()) {
        text.append(part).append(": ");
      }
    }
    return text.append(value).append(" (expected: ").append(expected).append(')').toString();
  }

  /** The sentence behind severity and code, as a line for people. */
  public String line() {
    return severity.text() + " [" + code.number() + "] " + sentence();
  }
}
