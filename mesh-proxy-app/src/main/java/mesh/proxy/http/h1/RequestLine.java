package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code GET /path HTTP/1.1} (RFC 9112 section 3). Confined to one connection; the findings
 * are valid until the next read.
 *
 * <p>Exactly one space stands between the parts: where recipients guess, they guess differently.
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
  String target = "";
  boolean http10; // or any other version that is not 1.1, as Envoy has it

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
    int start = at + 1;
    at = start;
    while (at < to && Syntax.isTarget(bytes[at])) {
      at++;
    }
    if (at == start || at >= to) {
      return refuse(Fault.MALFORMED);
    }
    target = new String(bytes, start, at - start, ISO_8859_1);
    if (bytes[start] != '/' && bytes[start] != '*' && !RequestTarget.isReadable(target, method)) {
      return refuse(Fault.MALFORMED);
    }
    return readVersion(bytes, at, to);
  }

  /**
   * False as soon as the bytes so far cannot be the start of a request line; keeps a port scan from
   * idling.
   */
  boolean mayBegin(byte[] bytes, int from, int to) {
    fault = Fault.MALFORMED;
    if (!mayBeginWith(bytes[from])) {
      return false;
    }
    int at = from;
    while (at < to && at - from <= LONGEST_METHOD && Syntax.lowerToken(bytes[at]) != 0) {
      at++;
    }
    return at == to || bytes[at] == Syntax.SP && at > from;
  }

  /** False for what no request begins with, such as the first byte of a TLS handshake. */
  static boolean mayBeginWith(byte character) {
    return (character & 0xff) > Syntax.SP;
  }

  private String method(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 3 && bytes[from] == 'G' && bytes[from + 1] == 'E' && bytes[from + 2] == 'T') {
      return "GET";
    }
    if (length == 4
        && bytes[from] == 'P'
        && bytes[from + 1] == 'O'
        && bytes[from + 2] == 'S'
        && bytes[from + 3] == 'T') {
      return "POST";
    }
    String text = new String(bytes, from, length, ISO_8859_1);
    return config.customMethods() || REGISTERED.contains(text) ? text : "";
  }

  private int readVersion(byte[] bytes, int at, int to) {
    if (at + 1 < to && bytes[at] == Syntax.CR && bytes[at + 1] == Syntax.LF) {
      return refuse(Fault.OLD_VERSION); // HTTP/0.9
    }
    int from = at + 1;
    boolean readable =
        to - from >= 10
            && bytes[at] == Syntax.SP
            && bytes[from] == 'H'
            && bytes[from + 1] == 'T'
            && bytes[from + 2] == 'T'
            && bytes[from + 3] == 'P'
            && bytes[from + 4] == '/'
            && isDigit(bytes[from + 5])
            && bytes[from + 6] == '.'
            && isDigit(bytes[from + 7])
            && bytes[from + 8] == Syntax.CR
            && bytes[from + 9] == Syntax.LF;
    if (!readable) {
      return refuse(Fault.MALFORMED);
    }
    http10 = bytes[from + 5] != '1' || bytes[from + 7] != '1';
    return from + 10;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  private int refuse(Fault found) {
    fault = found;
    return -1;
  }
}
