package mesh.proxy.http;

/** Status codes and their three digits, without allocating. */
public final class StatusCode {

  private static final int LEAST = 100;
  private static final int MOST = 999;
  private static final String[] TEXTS = new String[MOST + 1];

  static {
    for (int code = LEAST; code <= MOST; code++) {
      TEXTS[code] = Integer.toString(code).intern();
    }
  }

  private StatusCode() {}

  /**
   * The three digits.
   *
   * @param code 100 to 999
   */
  public static String text(int code) {
    return TEXTS[code];
  }

  /** The number behind three digits; 0 if {@code text} is anything else. */
  public static int parse(String text) {
    if (text.length() != 3) {
      return 0;
    }
    int code = 0;
    for (int at = 0; at < 3; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return 0;
      }
      code = code * 10 + digit;
    }
    return code < LEAST ? 0 : code;
  }
}
