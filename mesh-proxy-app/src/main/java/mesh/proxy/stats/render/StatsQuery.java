package mesh.proxy.stats.render;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of {@code /stats}. Immutable.
 *
 * @param filter found anywhere in a full name; null takes all
 * @param invertFilter whether to take what the filter does not find
 * @param textReadouts whether the Prometheus form has texts, as gauges of value 0
 */
public record StatsQuery(
    Format format,
    Type type,
    Buckets buckets,
    boolean usedOnly,
    @Nullable Pattern filter,
    boolean invertFilter,
    boolean textReadouts) {

  /** All of it, for Prometheus. */
  public static final StatsQuery PROMETHEUS =
      new StatsQuery(Format.PROMETHEUS, Type.ALL, Buckets.UNSET, false, null, false, false);

  /** How metrics are written. */
  public enum Format {
    TEXT,
    JSON,
    PROMETHEUS
  }

  /** Which metrics. */
  public enum Type {
    ALL("All"),
    COUNTERS("Counters"),
    GAUGES("Gauges"),
    HISTOGRAMS("Histograms"),
    TEXT_READOUTS("TextReadouts");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    boolean isIn(Type asked) {
      return asked == ALL || asked == this;
    }
  }

  /** How histograms are written. */
  public enum Buckets {
    /** The form's usual way. */
    UNSET,
    CUMULATIVE,
    DISJOINT,
    DETAILED,
    SUMMARY
  }

  /**
   * Reads the parameters of a request.
   *
   * @param parameters names to values; a parameter without a value has an empty one
   * @throws BadQueryException with the text of a 400
   */
  public static StatsQuery parse(Map<String, String> parameters) {
    return parse(parameters, format(parameters.getOrDefault("format", "text")));
  }

  /** As {@link #parse(Map)}, for a path that fixes the format. */
  public static StatsQuery parse(Map<String, String> parameters, Format format) {
    Buckets buckets = buckets(parameters.getOrDefault("histogram_buckets", ""));
    if (format == Format.PROMETHEUS
        && (buckets == Buckets.DISJOINT || buckets == Buckets.DETAILED)) {
      throw new BadQueryException("unsupported prometheus histogram bucket mode");
    }
    return new StatsQuery(
        format,
        type(parameters.getOrDefault("type", Type.ALL.word)),
        buckets,
        parameters.containsKey("usedonly"),
        filter(parameters.getOrDefault("filter", "")),
        parameters.containsKey("invert_filter"),
        parameters.containsKey("text_readouts"));
  }

  boolean wants(Reading reading) {
    return filter == null || filter.matcher(reading.name()).find() != invertFilter;
  }

  private static Format format(String word) {
    return switch (word) {
      case "text", "" -> Format.TEXT;
      case "json" -> Format.JSON;
      case "prometheus" -> Format.PROMETHEUS;
      default -> throw new BadQueryException("usage: /stats?format=(json|prometheus|text)\n\n");
    };
  }

  private static Type type(String word) {
    for (Type type : Type.values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    throw new BadQueryException("invalid &type= param");
  }

  private static Buckets buckets(String word) {
    return switch (word) {
      case "", "none" -> Buckets.UNSET;
      case "cumulative" -> Buckets.CUMULATIVE;
      case "disjoint" -> Buckets.DISJOINT;
      case "detailed" -> Buckets.DETAILED;
      case "summary" -> Buckets.SUMMARY;
      default ->
          throw new BadQueryException(
              "usage: /stats?histogram_buckets=(cumulative|disjoint|detailed|summary)\n");
    };
  }

  private static @Nullable Pattern filter(String regex) {
    try {
      return regex.isEmpty() ? null : Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new BadQueryException(
          "Invalid re2 regex: " + e.getDescription() + ": " + e.getPattern());
    }
  }
}
