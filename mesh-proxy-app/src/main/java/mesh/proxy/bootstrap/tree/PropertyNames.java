package mesh.proxy.bootstrap.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes names of properties apart: {@code .a[0][b.c].d} is {@code a}, 0, {@code b.c}, {@code d}.
 */
final class PropertyNames {

  private static final Pattern STEP = Pattern.compile("\\[(\\d{1,9})]|\\[([^]]+)]|([^.\\[]+)");

  private PropertyNames() {}

  /** Keys as strings, indexes as integers. */
  static List<Object> steps(String name) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(name);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        steps.add(Integer.valueOf(matcher.group(1)));
      } else {
        steps.add(matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
      }
    }
    return steps;
  }
}
