package mesh.proxy.stats.tag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tag found by its place between dots: {@code http.*.fault.$.**}. {@code $} is the value, {@code
 * *} any one token, {@code **} any number of them, but at least one at the end. Immutable.
 */
record TokenTag(String tagName, List<String> tokens) implements TagExtractor {

  static TokenTag of(String tagName, String pattern) {
    return new TokenTag(tagName, List.of(pattern.split("\\.")));
  }

  @Override
  public String firstToken() {
    String first = tokens.getFirst();
    return first.equals("$") || first.startsWith("*") ? "" : first;
  }

  @Override
  public @Nullable Found find(String metricName) {
    return find(metricName, 0, 0, null);
  }

  private @Nullable Found find(String name, int token, int start, @Nullable Found found) {
    if (token == tokens.size()) {
      return start > name.length() ? found : null;
    }
    if (start > name.length()) {
      return null;
    }
    String wanted = tokens.get(token);
    if (wanted.equals("**")) {
      return findAnyNumber(name, token, start, found);
    }
    int dot = name.indexOf('.', start);
    int end = dot < 0 ? name.length() : dot;
    if (wanted.equals("$")) {
      return find(name, token + 1, end + 1, capture(name, start, end));
    }
    boolean fits =
        wanted.equals("*") || wanted.length() == end - start && name.startsWith(wanted, start);
    return fits ? find(name, token + 1, end + 1, found) : null;
  }

  private @Nullable Found findAnyNumber(String name, int token, int start, @Nullable Found found) {
    if (token == tokens.size() - 1) {
      return found;
    }
    for (int at = start; at <= name.length(); at = next(name, at)) {
      Found rest = find(name, token + 1, at, found);
      if (rest != null) {
        return rest;
      }
    }
    return null;
  }

  private static int next(String name, int start) {
    int dot = name.indexOf('.', start);
    return dot < 0 ? name.length() + 1 : dot + 1;
  }

  /** The value and one of the dots beside it. */
  private static Found capture(String name, int start, int end) {
    String value = name.substring(start, end);
    return end < name.length()
        ? new Found(value, start, end + 1)
        : new Found(value, Math.max(0, start - 1), end);
  }
}
