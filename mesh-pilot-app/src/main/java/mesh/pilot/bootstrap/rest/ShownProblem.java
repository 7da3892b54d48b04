package mesh.pilot.bootstrap.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Problem;
import org.jspecify.annotations.Nullable;

/** A problem as answers show it: the sentence, and its parts for programs. */
final class ShownProblem {

  private ShownProblem() {}

  static List<Map<String, @Nullable Object>> all(List<Problem> problems) {
    return problems.stream().map(ShownProblem::of).toList();
  }

  private static Map<String, @Nullable Object> of(Problem problem) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("severity", problem.severity().text());
    shown.put("code", problem.code().number());
    shown.put("sentence", problem.sentence());
    shown.put("resource", problem.resource());
    shown.put("place", problem.place().toString());
    shown.put("field", problem.field());
    shown.put("value", problem.value());
    shown.put("expected", problem.expected());
    return shown;
  }
}
