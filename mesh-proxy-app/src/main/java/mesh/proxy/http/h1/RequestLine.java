package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code GET /path HTTP/1.1} (RFC 9112 section 3). Confined to one connection; the findings
 * are valid until the next read.
 */
final class RequestLine {

  private static final int LONGEST_METHOD = 32;

  /** What Envoy takes without {@code allow_custom_methods}. */
  private static final Set<String> REGISTERED =
      Set.of(
          "ACL",
          "BIND",
          "CHECKOUT",
          "CONNECT",
          "COPY",
          "DELETE",
          "GET",
          "HEAD",
          "LINK",
          "LOCK",
          "MERGE",
          "MKACTIVITY",
          "MKCALENDAR",
          "MKCOL",
          "MOVE",
          "MSEARCH",
          "M-SEARCH",
          "NOTIFY",
          "OPTIONS",
          "PATCH",
          "POST",
          "PROPFIND",
          "PROPPATCH",
          "PURGE",
          "PUT",
          "REBIND",
          "REPORT",
          "SEARCH",
          "SOURCE",
          "SUBSCRIBE",
          "TRACE",
          "UNBIND",
          "UNLINK",
          "UNLOCK",
          "UNSUBSCRIBE");

  private final Http1Config config;

  // Findings.
  @Nullable Fault fault;
  String method = "";
  String path = "";
  @Nullable String authority; // of an absolute or authority form
  boolean http10;

  RequestLine(Http1Config config) {
    this.config = config;
  }

  /**
   * Reads one line.
   *
   * @return start of the next line, or -1 if there is a {@link #fault}
   */
  int read(byte[] bytes, int from, int to) {
    fault = null;
    authority = null;
    int at = from;
    while (at < to && Syntax.lowerToken(bytes[at]) != 0) {
      at++;
    }
    if (at == from || at >= to || bytes[at] != Syntax.SP) {
      return refuse(Fault.MALFORMED);
    }
    method = method(bytes, from, at);
    if (method.isEmpty()) {
      return refuse(Fault.MALFORMED);
    }
    int target = at + 1;
    at = target;
    while (at < to && Syntax.isTarget(bytes[at])) {
      at++;
    }
    if (at == target || at >= to || bytes[at] != Syntax.SP) {
      return refuse(Fault.MALFORMED);
    }
    int version = at + 1;
    if (!readVersion(bytes, version, to)) {
      return -1;
    }
    return readTarget(bytes, target, at) ? version + "HTTP/1.1\r\n".length() : -1;
  }

  /**
   * False as soon as the bytes so far cannot be the start of a request line; keeps a port scan from
   * idling.
   */
  static boolean mayBegin(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && at - from <= LONGEST_METHOD && Syntax.lowerToken(bytes[at]) != 0) {
      at++;
    }
    return at == to || bytes[at] == Syntax.SP && at > from;
  }

  private String method(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 3 && bytes[from] == 'G' && bytes[from + 1] == 'E' && bytes[from + 2] == 'T') {
      return "GET";
    }
    if (length == 4 && bytes[from] == 'P' && bytes[from + 1] == 'O' && bytes[from + 2] == 'S') {
      return bytes[from + 3] == 'T' ? "POST" : "";
    }
    String text = new String(bytes, from, length, ISO_8859_1);
    return config.customMethods() || REGISTERED.contains(text) ? text : "";
  }

  private boolean readVersion(byte[] bytes, int from, int to) {
    boolean readable =
        to - from >= 10
            && bytes[from] == 'H'
            && bytes[from + 1] == 'T'
            && bytes[from + 2] == 'T'
            && bytes[from + 3] == 'P'
            && bytes[from + 4] == '/'
            && bytes[from + 5] == '1'
            && bytes[from + 6] == '.'
            && (bytes[from + 7] == '1' || bytes[from + 7] == '0')
            && bytes[from + 8] == Syntax.CR
            && bytes[from + 9] == Syntax.LF;
    if (!readable) {
      refuse(Fault.MALFORMED);
      return false;
    }
    http10 = bytes[from + 7] == '0';
    return true;
  }

  private boolean readTarget(byte[] bytes, int from, int to) {
    if (method.equals("CONNECT")) { // authority form
      authority = new String(bytes, from, to - from, ISO_8859_1);
      path = "";
      return true;
    }
    if (bytes[from] == '/' || bytes[from] == '*' && to - from == 1) {
      path = new String(bytes, from, to - from, ISO_8859_1);
      return true;
    }
    String url = new String(bytes, from, to - from, ISO_8859_1);
    int scheme = url.indexOf("://");
    boolean known =
        scheme > 0
            && (url.regionMatches(true, 0, "http", 0, scheme) && scheme == 4
                || url.regionMatches(true, 0, "https", 0, scheme) && scheme == 5);
    if (!known || !config.absoluteUrl()) {
      refuse(Fault.BAD_URL);
      return false;
    }
    int host = scheme + "://".length();
    int end = host;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    if (end == host) {
      refuse(Fault.BAD_URL);
      return false;
    }
    authority = url.substring(host, end);
    String rest = url.substring(end);
    path = rest.startsWith("/") ? rest : "/" + rest;
    return true;
  }

  private int refuse(Fault found) {
    fault = found;
    return -1;
  }
}
