package mesh.pilot.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.pilot.document.Documents;
import mesh.pilot.document.Element;
import mesh.pilot.document.Problems;
import mesh.pilot.model.Rule;
import mesh.pilot.source.kind.RuleReader;

/** Reads all rules of some texts at once: all of them, or all faults. */
public final class RuleText {

  private final Problems problems = new Problems();
  private final List<Rule> rules = new ArrayList<>();
  private final List<InvalidConfigException> broken = new ArrayList<>();
  private final Map<String, Rule> byKey = new HashMap<>();

  /**
   * Adds a text with any number of documents.
   *
   * @param source what stands in front of a line number
   */
  public void add(String source, String text) {
    try {
      for (Element document : Documents.read(source, text, problems)) {
        Rule rule = RuleReader.read(document);
        if (rule != null) {
          add(rule);
        }
      }
    } catch (InvalidConfigException e) {
      broken.add(e);
    }
  }

  private void add(Rule rule) {
    String key = rule.kind().text() + "/" + rule.meta().key();
    Rule other = byKey.putIfAbsent(key, rule);
    if (other != null) {
      problems.fault(
          rule.meta().place(),
          "metadata.name",
          rule.meta().name(),
          "a name of its own; " + key + " is at " + other.meta().place() + " already");
    }
    rules.add(rule);
  }

  /**
   * The rules of all texts.
   *
   * @throws InvalidConfigException with all faults of all texts, if there are any
   */
  public List<Rule> rules() {
    try {
      problems.throwIfAny();
    } catch (InvalidConfigException e) {
      broken.add(e);
    }
    if (!broken.isEmpty()) {
      throw InvalidConfigException.of(broken);
    }
    return List.copyOf(rules);
  }
}
