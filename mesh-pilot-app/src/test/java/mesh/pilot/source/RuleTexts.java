package mesh.pilot.source;

import java.util.List;
import mesh.pilot.model.Rule;

/** Rules of tests. */
public final class RuleTexts {

  private RuleTexts() {}

  /** The rules of one file, in its order. */
  public static List<Rule> rules(String yaml) {
    var text = new RuleText();
    text.add("rules.yaml", yaml);
    return text.rules();
  }
}
