package mesh.proxy.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a path apart: {@code a[3]["b.c"].d} is {@code a}, 3, {@code b.c}, {@code d}. */
public final class PathSteps {

  private static final Pattern STEP =
      Pattern.compile("\\[\"((?:[^\"]|\"(?!]))*)\"]|\\[(\\d+)]|([^.\\[]+)");

  private PathSteps() {}

  /** Keys as strings, indexes as integers. */
  public static List<Object> of(String path) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    while (matcher.find()) {
      if (matcher.group(1) != null) {
        steps.add(matcher.group(1));
      } else if (matcher.group(2) != null) {
        steps.add(Integer.valueOf(matcher.group(2)));
      } else {
        steps.add(matcher.group(3));
      }
    }
    return steps;
  }
}
