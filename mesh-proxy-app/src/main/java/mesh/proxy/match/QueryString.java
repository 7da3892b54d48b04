package mesh.proxy.match;

import org.jspecify.annotations.Nullable;

/** The query of a {@code :path}, read in place. Nothing is percent-decoded, as in Envoy. */
public final class QueryString {

  private QueryString() {}

  /** The first value of a parameter; empty if it has none, null if it is not there. */
  public static @Nullable String value(String path, String name) {
    int at = path.indexOf('?') + 1;
    while (at > 0) {
      int next = path.indexOf('&', at) + 1;
      int end = next > 0 ? next - 1 : path.length();
      if (path.startsWith(name, at) && at + name.length() <= end) {
        int after = at + name.length();
        if (after == end) {
          return "";
        }
        if (path.charAt(after) == '=') {
          return path.substring(after + 1, end);
        }
      }
      at = next;
    }
    return null;
  }

  /** Index of the first {@code ?} or {@code #}; the length if there is none. */
  public static int start(String path) {
    for (int at = 0; at < path.length(); at++) {
      char letter = path.charAt(at);
      if (letter == '?' || letter == '#') {
        return at;
      }
    }
    return path.length();
  }

  /** The path without query and fragment; the same instance if it has none. */
  public static String cut(String path) {
    int start = start(path);
    return start == path.length() ? path : path.substring(0, start);
  }
}
