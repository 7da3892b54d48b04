package mesh.proxy.runtime.layer;

import java.util.Locale;
import java.util.Map;
import mesh.proxy.runtime.FractionalPercent;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One value of one layer. Immutable.
 *
 * @param text as it was written, for people
 * @param value String, Double, Boolean or FractionalPercent
 */
public record RuntimeValue(String text, Object value) {

  /**
   * Reads the text of a file or of a query: a number, a truth value, a share as YAML or JSON, or
   * just the text.
   */
  static RuntimeValue of(String text) {
    Object number = number(text.strip());
    if (number != null) {
      return new RuntimeValue(text, number);
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> new RuntimeValue(text, true);
      case "false" -> new RuntimeValue(text, false);
      default -> {
        FractionalPercent share = text.contains("numerator") ? share(text) : null;
        yield new RuntimeValue(text, share == null ? text : share);
      }
    };
  }

  /**
   * Reads the fields of {@code envoy.type.v3.FractionalPercent}.
   *
   * @return null if the fields are not those
   */
  static @Nullable FractionalPercent share(Map<?, ?> fields) {
    boolean known =
        fields.keySet().stream()
            .allMatch(key -> key.equals("numerator") || key.equals("denominator"));
    if (fields.isEmpty() || !known) {
      return null;
    }
    Object numerator = fields.get("numerator");
    int denominator =
        switch (String.valueOf(fields.get("denominator"))) {
          case "null", "HUNDRED" -> 100;
          case "TEN_THOUSAND" -> 10_000;
          case "MILLION" -> 1_000_000;
          default -> 0;
        };
    boolean valid =
        denominator > 0
            && (numerator == null || numerator instanceof Number number && number.longValue() >= 0);
    if (!valid) {
      return null;
    }
    long share = numerator instanceof Number number ? number.longValue() : 0;
    return new FractionalPercent((int) Math.min(share, denominator), denominator);
  }

  private static @Nullable FractionalPercent share(String yaml) {
    try {
      return new Load(LoadSettings.builder().build()).loadFromString(yaml)
              instanceof Map<?, ?> fields
          ? share(fields)
          : null;
    } catch (YamlEngineException e) {
      return null; // then it is a text
    }
  }

  private static @Nullable Double number(String text) {
    if (text.isEmpty()
        || "+-.0123456789".indexOf(text.charAt(0)) < 0) { // Java also takes NaN and Infinity
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
