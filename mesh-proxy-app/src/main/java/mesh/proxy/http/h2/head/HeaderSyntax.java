package mesh.proxy.http.h2.head;

/**
 * Which characters may stand where (RFC 9113 section 8.2.1, RFC 9110 section 5.6.2, RFC 3986
 * section 3).
 *
 * <p>As nghttp2 has it: bytes above 127 are let through in values and paths, user information in an
 * authority is not.
 */
final class HeaderSyntax {

  static final int NAME = 1;
  static final int VALUE = 2;
  static final int METHOD = 4;
  static final int SCHEME = 8;
  static final int AUTHORITY = 16;
  static final int PATH = 32;
  static final int DIGITS = 64;

  private static final byte[] ALLOWED = new byte[256];

  static {
    for (int at = 0; at < 256; at++) {
      boolean visible = at > ' ' && at < 127;
      allow(at, VALUE, visible || at == ' ' || at == '\t' || at > 127);
      allow(at, PATH, visible || at > 127);
      boolean alphanumeric = Character.isLetterOrDigit(at) && at < 128;
      boolean token = alphanumeric || "!#$%&'*+-.^_`|~".indexOf(at) >= 0;
      allow(at, METHOD, token);
      allow(at, NAME, token && !(at >= 'A' && at <= 'Z'));
      allow(at, SCHEME, alphanumeric || at == '+' || at == '-' || at == '.');
      allow(at, AUTHORITY, alphanumeric || "-._~!$&'()*+,;=:[]%".indexOf(at) >= 0);
      allow(at, DIGITS, at >= '0' && at <= '9');
    }
  }

  private HeaderSyntax() {}

  /** True for a name in lower case, and for one that begins like a pseudo header field's. */
  static boolean isName(String name) {
    int from = !name.isEmpty() && name.charAt(0) == ':' ? 1 : 0;
    return name.length() > from && isAll(NAME, name, from);
  }

  /** True if every character may stand in a text of that kind; an empty text is fine here. */
  static boolean isAll(int kind, String text) {
    return isAll(kind, text, 0);
  }

  private static boolean isAll(int kind, String text, int from) {
    int length = text.length();
    for (int at = from; at < length; at++) {
      if ((ALLOWED[text.charAt(at) & 0xFF] & kind) == 0) {
        return false;
      }
    }
    return true;
  }

  private static void allow(int at, int kind, boolean allowed) {
    if (allowed) {
      ALLOWED[at] |= (byte) kind;
    }
  }
}
