package mesh.proxy.stats.render;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes floating-point numbers as C does. */
final class Numerals {

  private static final double EXACT_INTEGERS = 1e15;
  private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private Numerals() {}

  /** The fewest digits that give the same number again; no fraction if it is whole. */
  static String shortest(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (number == Math.rint(number) && Math.abs(number) < EXACT_INTEGERS) {
      return Long.toString((long) number);
    }
    return Double.toString(number).toLowerCase(java.util.Locale.ROOT);
  }

  /** Six digits, with an exponent from a million on: printf's {@code %g}. */
  static String general(double number) {
    BigDecimal rounded = new BigDecimal(number).round(SIX_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < SIX_DIGITS.getPrecision()) {
      return rounded.toPlainString();
    }
    String digits = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return digits
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
