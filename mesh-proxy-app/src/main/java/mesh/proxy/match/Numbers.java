package mesh.proxy.match;

/** Numbers in header fields, read without allocation or exceptions. */
public final class Numbers {

  /** What {@link #decimal} gives for text that is no number. */
  public static final long NONE = Long.MIN_VALUE;

  private static final int RADIX = 10;

  private Numbers() {}

  /**
   * A decimal integer with an optional sign; {@link #NONE} for anything else, too big ones
   * included.
   */
  public static long decimal(String text) {
    int length = text.length();
    boolean signed = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+');
    boolean negative = signed && text.charAt(0) == '-';
    int first = signed ? 1 : 0;
    if (first == length) {
      return NONE;
    }
    long number = 0; // grows downwards: there is one more negative number than positive ones
    for (int at = first; at < length; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit >= RADIX || number < (Long.MIN_VALUE + digit) / RADIX) {
        return NONE;
      }
      number = number * RADIX - digit;
    }
    if (negative) {
      return number;
    }
    return number == Long.MIN_VALUE ? NONE : -number;
  }
}
