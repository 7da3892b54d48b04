package mesh.proxy.route.hash;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import org.jspecify.annotations.Nullable;

/** Reads {@code cookie} fields. */
final class Cookies {

  private Cookies() {}

  /**
   * The value of a cookie without the quotes around it; null if there is none. Of several the first
   * counts.
   */
  static @Nullable String value(Headers head, String name) {
    for (int at = 0; at < head.size(); at++) {
      if (head.name(at).equals(HeaderNames.COOKIE)) {
        String value = value(head.value(at), name);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }

  private static @Nullable String value(String cookies, String name) {
    int at = 0;
    while (at < cookies.length()) {
      while (at < cookies.length() && cookies.charAt(at) == ' ') {
        at++;
      }
      int semicolon = cookies.indexOf(';', at);
      int end = semicolon < 0 ? cookies.length() : semicolon;
      int equals = at + name.length();
      if (equals < end && cookies.charAt(equals) == '=' && cookies.startsWith(name, at)) {
        return unquoted(cookies, equals + 1, end);
      }
      at = end + 1;
    }
    return null;
  }

  private static String unquoted(String cookies, int from, int to) {
    boolean quoted = to - from >= 2 && cookies.charAt(from) == '"' && cookies.charAt(to - 1) == '"';
    return quoted ? cookies.substring(from + 1, to - 1) : cookies.substring(from, to);
  }
}
