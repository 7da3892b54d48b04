package mesh.proxy.http.h1;

import mesh.proxy.http.StatusCode;

/**
 * Reads {@code HTTP/1.1 200 OK} (RFC 9112 section 4). Confined to one connection; the findings are
 * valid until the next read.
 *
 * <p>As generous as Envoy, for servers are what they are: any version of one digit and one digit,
 * several spaces, leading zeros, no reason.
 */
final class StatusLine {

  private static final int VERSION = 8; // bytes of HTTP/1.1
  private static final int TOO_MUCH = 1000;

  // Findings.
  String status = "";
  int code;
  boolean http10; // the connection does not persist unless it says so

  /**
   * Reads one line.
   *
   * @return start of the next line, or -1 if this is no status line
   */
  int read(byte[] bytes, int from, int to) {
    if (to - from < VERSION + 2 || !isVersion(bytes, from) || bytes[from + VERSION] != Syntax.SP) {
      return -1;
    }
    http10 = bytes[from + 5] != '1' || bytes[from + 7] != '1'; // strange ones are no better
    int at = from + VERSION;
    while (at < to && bytes[at] == Syntax.SP) {
      at++;
    }
    int number = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      number = Math.min(number * 10 + bytes[at] - '0', TOO_MUCH);
      at++;
    }
    if (number < 100 || number >= TOO_MUCH || at >= to) {
      return -1;
    }
    code = number;
    status = StatusCode.text(number);
    if (bytes[at] != Syntax.SP && bytes[at] != Syntax.CR) {
      return -1;
    }
    while (at < to && Syntax.isFieldValue(bytes[at])) { // the reason is for people; any will do
      at++;
    }
    return at + 1 < to && bytes[at] == Syntax.CR && bytes[at + 1] == Syntax.LF ? at + 2 : -1;
  }

  /** False if these bytes cannot become a response: nobody waits for the rest of it. */
  static boolean mayBegin(byte[] bytes, int from, int to) {
    if (bytes[from] != 'H') {
      return false;
    }
    for (int at = from; at < to; at++) {
      if (bytes[at] == Syntax.LF) { // the line is there
        return at - from > VERSION && isVersion(bytes, from) && startsNumber(bytes, from, at);
      }
    }
    return true;
  }

  private static boolean startsNumber(byte[] bytes, int from, int to) {
    int at = from + VERSION;
    while (at < to && bytes[at] == Syntax.SP) {
      at++;
    }
    return at < to && bytes[at] >= '0' && bytes[at] <= '9';
  }

  private static boolean isVersion(byte[] bytes, int from) {
    return bytes[from] == 'H'
        && bytes[from + 1] == 'T'
        && bytes[from + 2] == 'T'
        && bytes[from + 3] == 'P'
        && bytes[from + 4] == '/'
        && isDigit(bytes[from + 5])
        && bytes[from + 6] == '.'
        && isDigit(bytes[from + 7]);
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
