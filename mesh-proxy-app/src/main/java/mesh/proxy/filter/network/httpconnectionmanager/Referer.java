package mesh.proxy.filter.network.httpconnectionmanager;

/**
 * Tells a {@code referer} that is a reference to something from one that is not, which upstreams
 * never see.
 *
 * <p>Source: what Envoy 1.40 drops.
 */
final class Referer {

  private static final int MOST_PORT = 65_535;

  private Referer() {}

  static boolean isReference(String text) {
    int length = text.length();
    for (int at = 0; at < length; at++) {
      char character = text.charAt(at);
      if (character <= ' ' || character >= 127 || character == '#' && at < length - 1) {
        return false; // a fragment stays at home (RFC 9110 section 10.1.3)
      }
    }
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    if (colon < 0 || slash >= 0 && slash < colon) {
      return true; // relative
    }
    return isScheme(text, colon) && text.startsWith("//", colon + 1) && isHost(text, colon + 3);
  }

  private static boolean isScheme(String text, int end) {
    for (int at = 0; at < end; at++) {
      char character = text.charAt(at);
      boolean fits =
          at == 0
              ? Character.isLetter(character)
              : Character.isLetterOrDigit(character) || "+-.".indexOf(character) >= 0;
      if (!fits) {
        return false;
      }
    }
    return end > 0;
  }

  private static boolean isHost(String text, int from) {
    int end = from;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    int bracket = from < end && text.charAt(from) == '[' ? text.indexOf(']', from) : -1;
    int at = from;
    if (bracket > 0) {
      at = bracket + 1;
    } else {
      while (at < end && isHostCharacter(text.charAt(at))) {
        at++;
      }
    }
    return at > from && (at == end || text.charAt(at) == ':' && isPort(text, at + 1, end));
  }

  private static boolean isHostCharacter(char character) {
    return Character.isLetterOrDigit(character) || character == '-' || character == '.';
  }

  private static boolean isPort(String text, int from, int end) {
    int port = 0;
    for (int at = from; at < end; at++) {
      int digit = text.charAt(at) - '0';
      port = port * 10 + digit;
      if (digit < 0 || digit > 9 || port > MOST_PORT) {
        return false;
      }
    }
    return end > from;
  }
}
