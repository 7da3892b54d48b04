package mesh.proxy.http.h1;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request target that is no path: an absolute URL, or the authority of CONNECT (RFC 9112 section
 * 3.2). Immutable.
 *
 * @param scheme {@code http} or {@code https}; null for CONNECT
 * @param authority without user information
 * @param path null for CONNECT
 * @param fault set when the target is not accepted; nothing else is then of use
 */
record RequestTarget(
    @Nullable String scheme, String authority, @Nullable String path, @Nullable Fault fault) {

  private static final String HOST_CHARACTERS = "!$%&'()*+,-.:;=@[]_~";

  private static RequestTarget refused(Fault fault) {
    return new RequestTarget(null, "", null, fault);
  }

  /** True if a target that begins like no path has the form of one of the others. */
  static boolean isReadable(String target, String method) {
    int host = 0;
    if (!method.equals("CONNECT")) {
      int scheme = target.indexOf("://");
      if (scheme <= 0 || !isScheme(target, scheme)) {
        return false;
      }
      host = scheme + "://".length();
    }
    for (int at = host; at < target.length(); at++) {
      char character = target.charAt(at);
      if (character == '/' || character == '?') {
        return true;
      }
      if (!isAlphanumeric(character) && HOST_CHARACTERS.indexOf(character) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isScheme(String target, int end) {
    for (int at = 0; at < end; at++) {
      char character = target.charAt(at);
      boolean fits =
          isAlphanumeric(character) || character == '+' || character == '-' || character == '.';
      if (!fits || at == 0 && !Character.isLetter(character)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char character) {
    return character < 128 && Character.isLetterOrDigit(character);
  }

  /** The target of CONNECT. */
  static RequestTarget ofConnect(String target) {
    boolean plain = target.indexOf('/') < 0 && target.indexOf('?') < 0 && target.indexOf('@') < 0;
    return plain && portAt(target) > 0 && isAuthority(target)
        ? new RequestTarget(null, target, null, null)
        : refused(Fault.BAD_URL);
  }

  /**
   * An absolute URL.
   *
   * @param url {@link #isReadable}
   */
  static RequestTarget ofUrl(String url) {
    int scheme = url.indexOf("://");
    if (scheme <= 0) {
      return refused(Fault.BAD_URL); // an asterisk, for one
    }
    int host = scheme + "://".length();
    int end = host;
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
      end++;
    }
    String authority = url.substring(Math.max(host, url.lastIndexOf('@', end - 1) + 1), end);
    if (!isAuthority(authority)) {
      return refused(Fault.BAD_URL);
    }
    String name = url.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https")) {
      return refused(Fault.BAD_SCHEME);
    }
    String rest = url.substring(end);
    return new RequestTarget(name, authority, rest.startsWith("/") ? rest : "/" + rest, null);
  }

  /** A host, and behind a colon, if there is one, a port. */
  private static boolean isAuthority(String authority) {
    int port = portAt(authority);
    String host = port < 0 ? authority : authority.substring(0, port - 1);
    if (host.isEmpty() || host.startsWith("[") != host.endsWith("]")) {
      return false;
    }
    if (!host.startsWith("[") && host.indexOf(':') >= 0) {
      return false;
    }
    return port < 0 || isPort(authority, port);
  }

  /** Where the port begins, or -1. */
  private static int portAt(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon < 0 || colon < authority.lastIndexOf(']') ? -1 : colon + 1;
  }

  private static boolean isPort(String authority, int from) {
    int port = 0;
    for (int at = from; at < authority.length(); at++) {
      char digit = authority.charAt(at);
      if (digit < '0' || digit > '9') {
        return false;
      }
      port = port * 10 + digit - '0';
      if (port > 65_535) {
        return false;
      }
    }
    return from < authority.length();
  }
}
