package mesh.pilot.model;

/**
 * Which rule is meant. Immutable.
 *
 * @param name unique in its namespace and kind
 */
public record RuleName(Kind kind, String namespace, String name) {

  /** The name of a rule. */
  public static RuleName of(Rule rule) {
    return new RuleName(rule.kind(), rule.meta().namespace(), rule.meta().name());
  }

  /** As messages show it: {@code VirtualService shop/stock}. */
  public String title() {
    return kind.text() + " " + namespace + "/" + name;
  }
}
