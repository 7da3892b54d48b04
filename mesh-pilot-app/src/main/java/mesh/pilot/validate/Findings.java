package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.List;
import mesh.pilot.document.Code;
import mesh.pilot.document.Place;
import mesh.pilot.document.Problem;
import mesh.pilot.model.Rule;
import org.jspecify.annotations.Nullable;

/** Collects what checks find. Confined to one thread. */
final class Findings {

  private final Problem.Severity severity;
  private final List<Problem> all = new ArrayList<>();

  Findings(Problem.Severity severity) {
    this.severity = severity;
  }

  /**
   * Adds one.
   *
   * @param field path from the document of the rule
   * @param value null if it is missing
   * @param expected completes "expected: ..."
   */
  void add(Rule rule, Code code, String field, @Nullable Object value, String expected) {
    Place place =
        field.startsWith("metadata") ? rule.meta().place() : rule.meta().places().of(field);
    String shown = value == null ? null : value.toString();
    all.add(new Problem(severity, code, rule.title(), place, field, shown, expected));
  }

  List<Problem> all() {
    return List.copyOf(all);
  }
}
