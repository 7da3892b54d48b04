package mesh.proxy.runtime;

/**
 * A share of requests. Immutable.
 *
 * @param numerator 0 or more; from the denominator on it means all
 * @param denominator 100, 10,000 or 1,000,000
 */
public record FractionalPercent(int numerator, int denominator) {

  public static final FractionalPercent ALL = new FractionalPercent(100, 100);
  public static final FractionalPercent NONE = new FractionalPercent(0, 100);
}
