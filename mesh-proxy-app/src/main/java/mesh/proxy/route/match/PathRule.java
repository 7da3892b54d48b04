package mesh.proxy.route.match;

import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Ascii;
import mesh.proxy.match.QueryString;
import mesh.proxy.match.Regex;

/**
 * The condition of a route on the path, which is compared without query and fragment. Immutable.
 */
public sealed interface PathRule {

  /**
   * Compares.
   *
   * @param path {@code :path} with its query
   * @param end where the part to compare ends; -1 if the request has no path, which only CONNECT
   *     may
   */
  boolean matches(Headers head, String path, int end);

  /**
   * How many characters of the path a prefix rewrite replaces.
   *
   * @param path {@code :path} with its query
   */
  int matchedLength(String path);

  /** The whole path. */
  record Exact(String expected, boolean ignoreCase) implements PathRule {

    @Override
    public boolean matches(Headers head, String path, int end) {
      return end == expected.length()
          && (ignoreCase ? Ascii.matchesAt(path, 0, expected) : path.startsWith(expected));
    }

    @Override
    public int matchedLength(String path) {
      return expected.length();
    }
  }

  /** The start of the path. */
  record Prefix(String prefix, boolean ignoreCase) implements PathRule {

    @Override
    public boolean matches(Headers head, String path, int end) {
      return end >= prefix.length()
          && (ignoreCase ? Ascii.matchesAt(path, 0, prefix) : path.startsWith(prefix));
    }

    @Override
    public int matchedLength(String path) {
      return prefix.length();
    }
  }

  /** The first segments of the path. */
  record SeparatedPrefix(String prefix, boolean ignoreCase) implements PathRule {

    @Override
    public boolean matches(Headers head, String path, int end) {
      int length = prefix.length();
      return end >= length
          && (end == length || path.charAt(length) == '/')
          && (ignoreCase ? Ascii.matchesAt(path, 0, prefix) : path.startsWith(prefix));
    }

    @Override
    public int matchedLength(String path) {
      return prefix.length();
    }
  }

  /** A regular expression for the whole path. */
  record Expression(Regex regex) implements PathRule {

    @Override
    public boolean matches(Headers head, String path, int end) {
      return end >= 0 && regex.matches(end == path.length() ? path : path.substring(0, end));
    }

    @Override
    public int matchedLength(String path) {
      return QueryString.start(path);
    }
  }

  /** A template of segments for the whole path. */
  record Template(UriTemplate template) implements PathRule {

    @Override
    public boolean matches(Headers head, String path, int end) {
      return end >= 0 && template.matches(path, QueryString.start(path));
    }

    @Override
    public int matchedLength(String path) {
      return QueryString.start(path);
    }
  }

  /** CONNECT and CONNECT-UDP requests, whatever their path. */
  record Connect() implements PathRule {

    private static final String CONNECT = "CONNECT";
    private static final String CONNECT_UDP = "connect-udp";

    @Override
    public boolean matches(Headers head, String path, int end) {
      return head.contains(HeaderNames.METHOD, CONNECT) || asksForUdp(head);
    }

    @Override
    public int matchedLength(String path) {
      return QueryString.start(path);
    }

    private static boolean asksForUdp(Headers head) {
      String upgrade = head.get(HeaderNames.UPGRADE);
      return upgrade != null && Ascii.equalsIgnoringCase(upgrade, CONNECT_UDP);
    }
  }
}
