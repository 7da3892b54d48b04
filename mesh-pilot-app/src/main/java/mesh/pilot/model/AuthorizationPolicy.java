package mesh.pilot.model;

import java.util.List;
import java.util.Map;

/**
 * Who may do what. Immutable.
 *
 * @param selector labels of the workloads; empty for all of the namespace, or in the root namespace
 *     for all
 * @param rules any of which is enough; none at all never matches
 */
public record AuthorizationPolicy(
    Meta meta, Map<String, String> selector, Action action, List<AccessRule> rules)
    implements Rule {

  public AuthorizationPolicy {
    selector = Map.copyOf(selector);
    rules = List.copyOf(rules);
  }

  /** What a match means. */
  public enum Action {
    ALLOW,
    DENY
  }

  /**
   * One rule: all three parts must hold; an empty part holds.
   *
   * @param from any of which is enough
   * @param to any of which is enough
   * @param when all of which must hold
   */
  public record AccessRule(List<Source> from, List<Operation> to, List<Condition> when) {

    public AccessRule {
      from = List.copyOf(from);
      to = List.copyOf(to);
      when = List.copyOf(when);
    }
  }

  /**
   * Who asks. Texts may begin or end with {@code *}. Empty lists hold.
   *
   * @param principals {@code trust-domain/ns/namespace/sa/account}
   * @param ipBlocks addresses or CIDR blocks of the peer
   * @param remoteIpBlocks of the client as {@code x-forwarded-for} says
   */
  public record Source(
      Names principals,
      Names namespaces,
      Names serviceAccounts,
      Names ipBlocks,
      Names remoteIpBlocks) {}

  /** What is asked for. Texts may begin or end with {@code *}. */
  public record Operation(Names hosts, Names ports, Names methods, Names paths) {}

  /** An attribute, such as {@code request.headers[version]}, and values. */
  public record Condition(String key, Names values) {}

  /**
   * Values that are wanted and values that are not.
   *
   * @param any one of which must match; empty holds
   * @param none of which may match
   */
  public record Names(List<String> any, List<String> none) {

    public static final Names EMPTY = new Names(List.of(), List.of());

    public Names {
      any = List.copyOf(any);
      none = List.copyOf(none);
    }

    public boolean isEmpty() {
      return any.isEmpty() && none.isEmpty();
    }
  }
}
