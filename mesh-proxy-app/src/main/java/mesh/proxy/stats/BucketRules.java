package mesh.proxy.stats;

import java.util.List;
import java.util.function.Predicate;

/** Upper bounds of the buckets in which a histogram is shown. Immutable. */
public final class BucketRules {

  /** Envoy's buckets for every histogram. */
  public static final BucketRules STANDARD = new BucketRules(List.of());

  private static final List<Double> STANDARD_BOUNDS =
      List.of(
          0.5, 1.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0, 5000.0, 10000.0,
          30000.0, 60000.0, 300000.0, 600000.0, 1800000.0, 3600000.0);

  /**
   * Buckets for some histograms.
   *
   * @param match looks at a full name
   * @param bounds > 0; any order
   */
  public record Rule(Predicate<String> match, List<Double> bounds) {

    public Rule {
      bounds = bounds.stream().sorted().toList();
    }
  }

  private final List<Rule> rules;

  public BucketRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Ascending; those of the first rule that matches. */
  public List<Double> bounds(String histogramName) {
    for (Rule rule : rules) {
      if (rule.match().test(histogramName)) {
        return rule.bounds();
      }
    }
    return STANDARD_BOUNDS;
  }
}
