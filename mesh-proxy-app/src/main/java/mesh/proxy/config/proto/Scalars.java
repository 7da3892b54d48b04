package mesh.proxy.config.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mesh.config.Suggestion;
import mesh.proxy.config.rule.ProtoRules;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Reads scalars into what {@link com.google.protobuf.Message.Builder#setField} takes. */
final class Scalars {

  private static final String TEXT_TAG = "tag:yaml.org,2002:str";
  private static final int MOST_NAMES = 12; // of an enum, in one sentence
  private static final int MOST_EXPONENT = 400; // of a number; no double has more

  private Scalars() {}

  /**
   * Reads a scalar for a field.
   *
   * @return null if it does not fit; {@link #expected} says why
   */
  static @Nullable Object read(FieldDescriptor field, ScalarEvent scalar) {
    String text = scalar.getValue();
    return switch (field.getType()) {
      case STRING -> text;
      case BOOL -> bool(text);
      case BYTES -> bytes(text);
      case ENUM -> constant(field.getEnumType(), text);
      case DOUBLE -> floating(text);
      case FLOAT -> single(text);
      case INT32, SINT32, SFIXED32 -> {
        Long number = whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        yield number == null ? null : (Object) number.intValue();
      }
      case UINT32, FIXED32 -> {
        Long number = whole(text, 0, 0xffff_ffffL);
        yield number == null ? null : (Object) number.intValue();
      }
      case INT64, SINT64, SFIXED64 -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT64, FIXED64 -> unsigned(text);
      case MESSAGE, GROUP -> throw new IllegalStateException(field + " is no scalar");
    };
  }

  /** What the field takes, as the end of the sentence "expected: ...". */
  static String expected(FieldDescriptor field, String given) {
    return switch (field.getType()) {
      case STRING -> "a text";
      case BOOL -> "true or false";
      case BYTES -> "bytes in base64";
      case ENUM -> constants(field.getEnumType(), given);
      case DOUBLE, FLOAT -> "a number" + ProtoRules.range(field);
      case MESSAGE, GROUP -> "a mapping";
      default -> "a whole number" + ProtoRules.range(field);
    };
  }

  /** True for {@code null}, {@code ~} and nothing at all, unless they are quoted. */
  static boolean isNull(ScalarEvent scalar) {
    if (!scalar.isPlain() || isTaggedText(scalar)) {
      return false;
    }
    return switch (scalar.getValue()) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }

  /** True for {@code !!str 5}. */
  static boolean isTaggedText(ScalarEvent scalar) {
    return scalar.getTag().filter(TEXT_TAG::equals).isPresent();
  }

  // Envoy's YAML reader takes the words of YAML 1.1 where a bool is wanted.
  private static @Nullable Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> true;
      case "false", "no", "off", "n" -> false;
      default -> null;
    };
  }

  private static @Nullable ByteString bytes(String text) {
    String plain = text.strip().replace("\n", "");
    var decoder =
        plain.indexOf('-') >= 0 || plain.indexOf('_') >= 0
            ? Base64.getUrlDecoder()
            : Base64.getDecoder();
    try {
      return ByteString.copyFrom(decoder.decode(plain));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable EnumValueDescriptor constant(EnumDescriptor type, String text) {
    EnumValueDescriptor exact = type.findValueByName(text);
    if (exact != null) {
      return exact;
    }
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (EnumValueDescriptor constant : type.getValues()) {
      if (constant.getName().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    Long number = whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return number == null ? null : type.findValueByNumberCreatingIfUnknown(number.intValue());
  }

  private static String constants(EnumDescriptor type, String given) {
    List<String> names = type.getValues().stream().map(EnumValueDescriptor::getName).toList();
    if (names.size() <= MOST_NAMES) {
      return "one of " + String.join(", ", names);
    }
    Optional<String> near = Suggestion.nearest(given, names);
    return "a name of "
        + type.getFullName()
        + near.map(n -> "; did you mean " + n + "?").orElse("");
  }

  static @Nullable Double floating(String text) {
    return switch (text) {
      case "NaN", ".nan", ".NaN", ".NAN" -> Double.NaN;
      case "Infinity", ".inf", ".Inf", ".INF", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      default -> {
        BigDecimal number = decimal(text);
        Double value = number == null ? null : (Double) number.doubleValue();
        yield value == null || value.isInfinite() ? null : value;
      }
    };
  }

  private static @Nullable Float single(String text) {
    Double value = floating(text);
    if (value == null) {
      return null;
    }
    float single = value.floatValue();
    return Float.isInfinite(single) && !value.isInfinite() ? null : (Float) single;
  }

  private static @Nullable Long unsigned(String text) {
    BigInteger number = integer(text);
    return number == null || number.signum() < 0 || number.bitLength() > Long.SIZE
        ? null
        : (Long) number.longValue();
  }

  private static @Nullable Long whole(String text, long least, long most) {
    Long number = parseLong(text);
    return number == null || number < least || number > most ? null : number;
  }

  private static @Nullable Long parseLong(String text) {
    if (isShortDecimal(text)) {
      return Long.valueOf(text); // nearly every number
    }
    BigInteger number = integer(text);
    return number == null || number.bitLength() > Long.SIZE - 1 ? null : (Long) number.longValue();
  }

  private static boolean isShortDecimal(String text) {
    if (text.isEmpty() || text.length() > 18) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Any way to write a whole number: {@code 80}, {@code 0x50}, {@code 0o120}, {@code 8e1}. */
  static @Nullable BigInteger integer(String text) {
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return new BigInteger(text.substring(2), 16);
      }
      if (text.startsWith("0o")) {
        return new BigInteger(text.substring(2), 8);
      }
      BigDecimal number = decimal(text);
      return number == null ? null : number.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable BigDecimal decimal(String text) {
    try {
      var number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > MOST_EXPONENT ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
