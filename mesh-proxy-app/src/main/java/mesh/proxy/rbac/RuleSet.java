package mesh.proxy.rbac;

import java.util.List;
import mesh.proxy.stream.StreamInfo;

/**
 * Policies, and what it means that one matches. Immutable.
 *
 * @param policies in the order of their names: the first that matches counts
 */
public record RuleSet(Action action, List<Policy> policies) {

  /** What {@link #firstMatch} gives if no policy matches. */
  public static final int NONE = -1;

  /** What a match means. */
  public enum Action {
    /** The request may pass; without a match it may not. */
    ALLOW,
    /** The request may not pass; without a match it may. */
    DENY,
    /** The request is marked for the access log; it passes. */
    LOG
  }

  /** Who may do what, under which conditions. */
  public record Policy(String name, Rule rule) {}

  public RuleSet {
    policies = List.copyOf(policies);
  }

  /** Index of the first policy that matches, or {@link #NONE}. */
  public int firstMatch(StreamInfo info) {
    for (int at = 0; at < policies.size(); at++) {
      if (policies.get(at).rule().matches(info)) {
        return at;
      }
    }
    return NONE;
  }

  /** Whether a request passes that a policy matched, or none. */
  public boolean passes(boolean matched) {
    return switch (action) {
      case ALLOW -> matched;
      case DENY -> !matched;
      case LOG -> true;
    };
  }
}
