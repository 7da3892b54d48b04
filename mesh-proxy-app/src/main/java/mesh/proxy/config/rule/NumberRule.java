package mesh.proxy.config.rule;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import mesh.proxy.config.ShownValue;
import org.jspecify.annotations.Nullable;

/**
 * What a number must be. Immutable.
 *
 * <p>All twelve messages of number rules have the same fields, so one class reads them by number.
 */
final class NumberRule implements ValueRule {

  private static final int CONST = 1;
  private static final int LT = 2;
  private static final int LTE = 3;
  private static final int GT = 4;
  private static final int GTE = 5;
  private static final int IN = 6;
  private static final int NOT_IN = 7;
  private static final int IGNORE_EMPTY = 8;

  private final FieldDescriptor field;
  private final @Nullable BigDecimal exactly;
  private final Range<BigDecimal> limits;
  private final List<BigDecimal> in;
  private final List<BigDecimal> notIn;
  private final boolean zeroIsRight;

  private NumberRule(FieldDescriptor field, Range<BigDecimal> limits, @Nullable Message rules) {
    this.field = field;
    this.limits = limits;
    this.exactly = rules == null ? null : bound(field, rules, CONST);
    this.in = rules == null ? List.of() : list(field, rules, IN);
    this.notIn = rules == null ? List.of() : list(field, rules, NOT_IN);
    this.zeroIsRight = rules != null && (boolean) rules.getField(named(rules, IGNORE_EMPTY));
  }

  /**
   * Reads the rules of a scalar field.
   *
   * @param rules one of {@code UInt32Rules}, {@code DoubleRules} and so on
   */
  static NumberRule of(FieldDescriptor field, Message rules) {
    var limits =
        new Range<>(
            bound(field, rules, GT),
            bound(field, rules, GTE),
            bound(field, rules, LT),
            bound(field, rules, LTE));
    return new NumberRule(field, limits, rules);
  }

  /** No rule but the type's own limits. */
  static NumberRule any(FieldDescriptor field) {
    return new NumberRule(field, new Range<>(null, null, null, null), null);
  }

  @Override
  public @Nullable String refusal(Object value) {
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        return limits.isOpen() && in.isEmpty() && exactly == null ? null : "a number" + range();
      }
    }
    BigDecimal number = decimal(field, value);
    boolean right =
        zeroIsRight && number.signum() == 0
            || limits.contains(number)
                && (exactly == null || exactly.compareTo(number) == 0)
                && (in.isEmpty() || among(in, number))
                && !among(notIn, number);
    return right ? null : "a number" + range();
  }

  /** The end of "a number": {@code " from 0 to 65535"}. */
  String range() {
    if (exactly != null) {
      return " equal to " + exactly.toPlainString();
    }
    if (!in.isEmpty()) {
      return " of " + in;
    }
    String without = notIn.isEmpty() ? "" : " but none of " + notIn;
    return withinType().text(BigDecimal::toPlainString) + without;
  }

  // A rule with only one end leaves the other one to the type.
  private Range<BigDecimal> withinType() {
    if (limits.isOutside()) {
      return limits;
    }
    BigInteger[] ends = typeLimits();
    if (ends == null) {
      return limits;
    }
    boolean low = limits.gt() == null && limits.gte() == null;
    boolean high = limits.lt() == null && limits.lte() == null;
    return new Range<>(
        limits.gt(),
        low ? new BigDecimal(ends[0]) : limits.gte(),
        limits.lt(),
        high ? new BigDecimal(ends[1]) : limits.lte());
  }

  private BigInteger @Nullable [] typeLimits() {
    return switch (field.getType()) {
      case UINT32, FIXED32 -> powers(32, true);
      case UINT64, FIXED64 -> powers(64, true);
      case INT32, SINT32, SFIXED32 -> powers(32, false);
      case INT64, SINT64, SFIXED64 -> powers(64, false);
      default -> null;
    };
  }

  private static BigInteger[] powers(int bits, boolean unsigned) {
    BigInteger half = BigInteger.ONE.shiftLeft(bits - 1);
    return unsigned
        ? new BigInteger[] {BigInteger.ZERO, half.shiftLeft(1).subtract(BigInteger.ONE)}
        : new BigInteger[] {half.negate(), half.subtract(BigInteger.ONE)};
  }

  private static boolean among(List<BigDecimal> numbers, BigDecimal number) {
    return numbers.stream().anyMatch(one -> one.compareTo(number) == 0);
  }

  private static @Nullable BigDecimal bound(FieldDescriptor field, Message rules, int number) {
    FieldDescriptor bound = named(rules, number);
    return rules.hasField(bound) ? decimal(field, rules.getField(bound)) : null;
  }

  private static List<BigDecimal> list(FieldDescriptor field, Message rules, int number) {
    var values = (List<?>) rules.getField(named(rules, number));
    return values.stream().map(value -> decimal(field, value)).toList();
  }

  private static FieldDescriptor named(Message rules, int number) {
    return rules.getDescriptorForType().findFieldByNumber(number);
  }

  private static BigDecimal decimal(FieldDescriptor field, Object value) {
    return switch (value) {
      case Double number -> BigDecimal.valueOf(number);
      case Float number -> new BigDecimal(number.toString());
      case Integer number when ShownValue.isUnsigned(field) ->
          BigDecimal.valueOf(Integer.toUnsignedLong(number));
      case Long number when ShownValue.isUnsigned(field) ->
          new BigDecimal(Long.toUnsignedString(number));
      case Number number -> BigDecimal.valueOf(number.longValue());
      default -> throw new IllegalStateException(field + " is no number: " + value);
    };
  }
}
