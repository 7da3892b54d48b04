package mesh.telemetry.policy.extauthz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.config.InvalidConfigException;

/**
 * The two lists. Immutable.
 *
 * @param deny wins
 * @param allow if it is not empty, what no rule of it fits is denied
 */
public record AuthzPolicy(List<AuthzRule> allow, List<AuthzRule> deny) {

  private static final Decision BY_DEFAULT = new Decision(true, "", "no rule denies it");
  private static final Decision NOT_ALLOWED = new Decision(false, "", "no rule allows it");

  /**
   * May a request pass?
   *
   * @param rule that said so; empty if none did
   * @param reason completes "denied: ..."
   */
  record Decision(boolean isAllowed, String rule, String reason) {}

  /**
   * Reads both lists.
   *
   * @param field in front of {@code .allow[0]}, for messages
   * @throws InvalidConfigException with all that is wrong
   */
  public static AuthzPolicy parse(
      String field, List<AuthzRuleText> allow, List<AuthzRuleText> deny) {
    List<InvalidConfigException> faults = new ArrayList<>();
    Set<String> names = new HashSet<>();
    var policy =
        new AuthzPolicy(
            rules(field + ".allow", allow, names, faults),
            rules(field + ".deny", deny, names, faults));
    if (!faults.isEmpty()) {
      throw InvalidConfigException.of(faults);
    }
    return policy;
  }

  Decision decide(CheckedRequest request) {
    for (AuthzRule rule : deny) {
      if (rule.matches(request)) {
        return new Decision(false, rule.name(), "rule " + rule.name() + " denies it");
      }
    }
    if (allow.isEmpty()) {
      return BY_DEFAULT;
    }
    for (AuthzRule rule : allow) {
      if (rule.matches(request)) {
        return new Decision(true, rule.name(), "rule " + rule.name() + " allows it");
      }
    }
    return NOT_ALLOWED;
  }

  private static List<AuthzRule> rules(
      String field,
      List<AuthzRuleText> texts,
      Set<String> names,
      List<InvalidConfigException> faults) {
    List<AuthzRule> rules = new ArrayList<>();
    for (int at = 0; at < texts.size(); at++) {
      String place = field + "[" + at + "]";
      try {
        rules.add(AuthzRule.parse(place, texts.get(at)));
        if (!names.add(texts.get(at).name())) {
          throw new InvalidConfigException(
              place + ".name", texts.get(at).name(), "a name that no other rule has");
        }
      } catch (InvalidConfigException e) {
        faults.add(e);
      }
    }
    return List.copyOf(rules);
  }
}
