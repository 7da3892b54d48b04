package mesh.proxy.tracing.zipkin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Identities as 16 lower-case hexadecimal digits. */
final class Hex {

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);
  private static final int LENGTH = 16;

  private Hex() {}

  static String of(long id) {
    var text = new byte[LENGTH];
    for (int at = LENGTH - 1; at >= 0; at--) {
      text[at] = DIGITS[(int) id & 0xf];
      id >>>= 4;
    }
    return new String(text, ISO_8859_1);
  }

  /** True if there are only hexadecimal digits from {@code from} to {@code to}. */
  static boolean isHex(String text, int from, int to) {
    if (to > text.length() || from >= to) {
      return false;
    }
    for (int at = from; at < to; at++) {
      if (Character.digit(text.charAt(at), 16) < 0 || text.charAt(at) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The number between two indexes, at most 16 digits. */
  static long parse(String text, int from, int to) {
    long id = 0;
    for (int at = from; at < to; at++) {
      id = id << 4 | Character.digit(text.charAt(at), 16);
    }
    return id;
  }
}
