package mesh.proxy.runtime;

import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The runtime values of this moment, layers merged. Shared by all loops; the snapshot behind it is
 * swapped.
 */
public final class Runtime {

  private volatile Map<String, Object> values = Map.of();
  private final IntUnaryOperator randomBelow;

  /**
   * @param randomBelow maps a bound to a number in {@code [0, bound)}
   */
  public Runtime(IntUnaryOperator randomBelow) {
    this.randomBelow = randomBelow;
  }

  /** Replaces all values; keys are dotted, values String, Double, Boolean or FractionalPercent. */
  public void replace(Map<String, Object> merged) {
    values = Map.copyOf(merged);
  }

  public Map<String, Object> values() {
    return values;
  }

  public @Nullable Object value(String key) {
    return key.isEmpty() ? null : values.get(key);
  }

  public double number(String key, double fallback) {
    return value(key) instanceof Number number ? number.doubleValue() : fallback;
  }

  public long integer(String key, long fallback) {
    return value(key) instanceof Number number ? number.longValue() : fallback;
  }

  public boolean flag(String key, boolean fallback) {
    return value(key) instanceof Boolean flag ? flag : fallback;
  }

  /** Draws against a fraction that the runtime may override. */
  public boolean draw(RuntimeFraction fraction) {
    return draw(fraction, randomBelow.applyAsInt(1_000_000));
  }

  /**
   * Draws with a given number, so that one request gets one answer everywhere.
   *
   * @param random any non-negative number
   */
  public boolean draw(RuntimeFraction fraction, long random) {
    return draw(fraction.key(), fraction.fallback(), random);
  }

  /**
   * As {@link #draw(RuntimeFraction, long)}.
   *
   * @param key may be empty
   */
  public boolean draw(String key, FractionalPercent fallback, long random) {
    Object value = value(key);
    if (value instanceof FractionalPercent(int numerator, int denominator)) {
      return random % denominator < numerator;
    }
    if (value instanceof Number percent) {
      return random % 100 < percent.longValue();
    }
    return random % fallback.denominator() < fallback.numerator();
  }
}
