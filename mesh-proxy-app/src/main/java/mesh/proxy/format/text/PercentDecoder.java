package mesh.proxy.format.text;

/** Undoes percent-encoding. What is not well-formed stays as it is. */
public final class PercentDecoder {

  private static final int ENCODED = 3; // %XX
  private static final int HEX = 16;

  private PercentDecoder() {}

  /** One character per byte, as header values are. */
  public static String decode(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    var decoded = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int value = text.charAt(at) == '%' ? value(text, at + 1) : -1;
      decoded.append(value < 0 ? text.charAt(at) : (char) value);
      at += value < 0 ? 1 : ENCODED;
    }
    return decoded.toString();
  }

  private static int value(String text, int at) {
    if (at + 1 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), HEX);
    int low = Character.digit(text.charAt(at + 1), HEX);
    return high < 0 || low < 0 ? -1 : high * HEX + low;
  }
}
