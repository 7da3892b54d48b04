package mesh.proxy.http.h1;

/** Character classes of RFC 9110, as tables. */
final class Syntax {

  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte HTAB = '\t';

  private static final byte[] LOWER_TOKEN = new byte[256];
  private static final boolean[] FIELD_VALUE = new boolean[256];
  private static final boolean[] TARGET = new boolean[256];
  private static final boolean[] AUTHORITY = new boolean[128];
  private static final byte[] HEX = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean alphanumeric = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (alphanumeric || c < 128 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        LOWER_TOKEN[c] = (byte) Character.toLowerCase(c);
      }
      FIELD_VALUE[c] = c == HTAB || c >= 0x20 && c != 0x7f;
      TARGET[c] = c > 0x20 && c < 0x7f;
      if (c < 128) {
        AUTHORITY[c] = alphanumeric || "-._~%!$&'()*+,;=:@[]".indexOf(c) >= 0;
      }
      HEX[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
    }
  }

  private Syntax() {}

  /** The lower-case form of a token character; 0 if it is none (RFC 9110 section 5.6.2). */
  static byte lowerToken(byte character) {
    return LOWER_TOKEN[character & 0xff];
  }

  /**
   * True for what may stand in a field value: visible, space, tab, obs-text (RFC 9110 section 5.5).
   */
  static boolean isFieldValue(byte character) {
    return FIELD_VALUE[character & 0xff];
  }

  /** True for what may stand in a request target: visible ASCII. */
  static boolean isTarget(byte character) {
    return TARGET[character & 0xff];
  }

  /** True if all of it may stand in an authority (RFC 3986 section 3.2). */
  static boolean isAuthority(String text) {
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character >= 128 || !AUTHORITY[character]) {
        return false;
      }
    }
    return true;
  }

  /** 0 to 15, or -1 if it is no hex digit. */
  static int hex(byte character) {
    return HEX[character & 0xff];
  }

  static boolean isWhitespace(byte character) {
    return character == SP || character == HTAB;
  }
}
