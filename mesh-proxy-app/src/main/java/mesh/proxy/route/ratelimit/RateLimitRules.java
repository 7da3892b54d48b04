package mesh.proxy.route.ratelimit;

import java.util.List;

/** The {@code rate_limits} of one place. Immutable. */
public final class RateLimitRules {

  public static final RateLimitRules NONE = new RateLimitRules(List.of());

  private static final int STAGES = 11;

  private final RateLimitRule[][] byStage = new RateLimitRule[STAGES][];
  private final boolean empty;

  public RateLimitRules(List<RateLimitRule> rules) {
    for (int at = 0; at < STAGES; at++) {
      int stage = at;
      byStage[at] =
          rules.stream().filter(rule -> rule.stage() == stage).toArray(RateLimitRule[]::new);
    }
    empty = rules.isEmpty();
  }

  public boolean isEmpty() {
    return empty;
  }

  /** How many rules filters of that stage use. */
  public int count(int stage) {
    return byStage[stage].length;
  }

  /**
   * A rule of a stage.
   *
   * @param index 0 to {@link #count} - 1
   */
  public RateLimitRule rule(int stage, int index) {
    return byStage[stage][index];
  }
}
