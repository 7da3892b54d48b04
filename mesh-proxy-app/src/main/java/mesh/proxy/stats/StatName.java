package mesh.proxy.stats;

/** Spells names as Envoy does. */
final class StatName {

  private StatName() {}

  /**
   * Without a dot at either end; {@code "://"}, {@code ":/"}, {@code ':'} and NUL become {@code
   * '_'}.
   */
  static String sanitized(String name) {
    int from = name.startsWith(".") ? 1 : 0;
    int to = name.length() > from && name.endsWith(".") ? name.length() - 1 : name.length();
    if (name.indexOf(':') < 0 && name.indexOf('\0') < 0) {
      return name.substring(from, to); // the same instance if there is nothing to cut off
    }
    var clean = new StringBuilder(to - from);
    for (int at = from; at < to; at++) {
      char letter = name.charAt(at);
      if (letter == ':') {
        clean.append('_');
        at += name.startsWith("//", at + 1) ? 2 : name.startsWith("/", at + 1) ? 1 : 0;
      } else {
        clean.append(letter == '\0' ? '_' : letter);
      }
    }
    return clean.toString();
  }
}
