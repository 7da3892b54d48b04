package mesh.proxy.http.h1;

import mesh.proxy.http.StatusCode;

/**
 * Reads {@code HTTP/1.1 200 OK} (RFC 9112 section 4). Confined to one connection; the findings are
 * valid until the next read.
 */
final class StatusLine {

  // Findings.
  String status = "";
  int code;
  boolean http10;

  /**
   * Reads one line.
   *
   * @return start of the next line, or -1 if this is no status line
   */
  int read(byte[] bytes, int from, int to) {
    boolean readable =
        to - from >= 14
            && bytes[from] == 'H'
            && bytes[from + 1] == 'T'
            && bytes[from + 2] == 'T'
            && bytes[from + 3] == 'P'
            && bytes[from + 4] == '/'
            && bytes[from + 5] == '1'
            && bytes[from + 6] == '.'
            && (bytes[from + 7] == '1' || bytes[from + 7] == '0')
            && bytes[from + 8] == Syntax.SP;
    if (!readable) {
      return -1;
    }
    http10 = bytes[from + 7] == '0';
    code = digit(bytes[from + 9]) * 100 + digit(bytes[from + 10]) * 10 + digit(bytes[from + 11]);
    if (code < 100 || code > 999) {
      return -1;
    }
    status = StatusCode.text(code);
    int at = from + 12;
    if (bytes[at] != Syntax.SP && bytes[at] != Syntax.CR) {
      return -1;
    }
    while (at < to && Syntax.isFieldValue(bytes[at])) { // the reason is for people; any will do
      at++;
    }
    return at + 1 < to && bytes[at] == Syntax.CR && bytes[at + 1] == Syntax.LF ? at + 2 : -1;
  }

  private static int digit(byte character) {
    int digit = character - '0';
    return digit >= 0 && digit <= 9 ? digit : -1000;
  }
}
