package mesh.e2e.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How we differ on purpose: in everything, or in one line.
 *
 * @param ours all that our proxy gives; null if it is but a line
 * @param line of ours
 * @param instead what Envoy has in its place; null if it has nothing there
 */
record Differs(@Nullable String ours, @Nullable String line, @Nullable String instead) {

  static @Nullable Differs read(Map<String, Object> written) {
    if (written.isEmpty()) {
      return null;
    }
    if (!(written.get("why") instanceof String)) {
      throw new IllegalArgumentException("differs.why (expected: a reason)");
    }
    if (written.containsKey("ours") == written.containsKey("line")) {
      throw new IllegalArgumentException("differs (expected: ours or line)");
    }
    return new Differs(
        (String) written.get("ours"),
        (String) written.get("line"),
        (String) written.get("instead"));
  }

  /** What we should have given. */
  String wanted(Observation envoy) {
    return ours == null ? envoy.text() : ours.stripTrailing();
  }

  /** What we gave, with Envoy's line in the place of ours. */
  List<String> given(Observation subject) {
    List<String> lines = new ArrayList<>(subject.lines());
    for (int at = 0; at < lines.size() && line != null; at++) {
      String text = lines.get(at);
      if (text.strip().equals(line)) {
        lines.remove(at);
        if (instead != null) {
          lines.add(at, text.replace(line, instead));
        }
        break;
      }
    }
    return lines;
  }
}
