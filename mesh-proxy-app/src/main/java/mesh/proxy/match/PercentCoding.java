package mesh.proxy.match;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Percent-encoding of query parameters (RFC 3986 section 2.1). A plus sign is a plus sign, as in
 * Envoy.
 */
public final class PercentCoding {

  private static final String HEX = "0123456789ABCDEF";
  private static final String KEPT = "-_.~";

  private PercentCoding() {}

  /**
   * Replaces what follows percent signs by the byte it means; a percent sign without two
   * hexadecimal digits stays.
   *
   * @return bytes as chars, as header fields have them
   */
  public static String decode(String text) {
    int first = text.indexOf('%');
    if (first < 0) {
      return text;
    }
    var decoded = new StringBuilder(text.length()).append(text, 0, first);
    for (int at = first; at < text.length(); at++) {
      int value = text.charAt(at) == '%' ? pair(text, at + 1) : -1;
      if (value < 0) {
        decoded.append(text.charAt(at));
      } else {
        decoded.append((char) value);
        at += 2;
      }
    }
    return decoded.toString();
  }

  /** Escapes all but letters, digits and {@code -_.~}. */
  public static String encode(String text) {
    int at = 0;
    while (at < text.length() && isKept(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    var encoded = new StringBuilder(text.length() + 16).append(text, 0, at);
    for (byte octet : text.substring(at).getBytes(UTF_8)) {
      if (isKept((char) (octet & 0xff))) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return encoded.toString();
  }

  private static int pair(String text, int at) {
    if (at + 1 >= text.length()) {
      return -1;
    }
    int high = digit(text.charAt(at));
    int low = digit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int digit(char letter) {
    return letter < 0x80 ? Character.digit(letter, 16) : -1;
  }

  private static boolean isKept(char letter) {
    return letter >= 'a' && letter <= 'z'
        || letter >= 'A' && letter <= 'Z'
        || letter >= '0' && letter <= '9'
        || KEPT.indexOf(letter) >= 0;
  }
}
