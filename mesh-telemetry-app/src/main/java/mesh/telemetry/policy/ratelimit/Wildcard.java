package mesh.telemetry.policy.ratelimit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A value with stars, each of which stands for any characters or none. Immutable.
 *
 * @param parts what is between the stars; at least two
 */
record Wildcard(String pattern, List<String> parts) {

  private static final Pattern STAR = Pattern.compile("*", Pattern.LITERAL);

  static boolean isWildcard(String value) {
    return value.indexOf('*') >= 0;
  }

  static Wildcard of(String pattern) {
    return new Wildcard(pattern, List.of(STAR.split(pattern, -1)));
  }

  boolean matches(String value) {
    String first = parts.getFirst();
    String last = parts.getLast();
    if (value.length() < first.length() + last.length()
        || !value.startsWith(first)
        || !value.endsWith(last)) {
      return false;
    }
    int at = first.length();
    int end = value.length() - last.length();
    for (int part = 1; part < parts.size() - 1; part++) {
      int found = value.indexOf(parts.get(part), at);
      if (found < 0 || found + parts.get(part).length() > end) {
        return false;
      }
      at = found + parts.get(part).length();
    }
    return true;
  }
}
