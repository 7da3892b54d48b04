package mesh.pilot.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Code;
import mesh.pilot.document.Documents;
import mesh.pilot.document.Element;
import mesh.pilot.document.Place;
import mesh.pilot.document.Problem;
import mesh.pilot.document.Problems;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.Rule;
import mesh.pilot.source.kind.RuleReader;

/** Reads all rules of some texts at once: all of them, or all faults. Confined to one thread. */
public final class RuleText {

  private final Problems problems = new Problems();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Rule> byTitle = new HashMap<>();

  /**
   * Adds a text with any number of documents.
   *
   * @param source what stands in front of a line number
   */
  public void add(String source, String text) {
    for (Element document : Documents.read(source, text, problems)) {
      Rule rule = RuleReader.read(document);
      if (rule != null) {
        add(rule);
      }
    }
  }

  /**
   * Adds a text that cannot be read.
   *
   * @param why such as the message of an exception
   */
  public void unreadable(String source, String why) {
    problems.reading("");
    problems.fault(new Place(source, 0, 0), "", why, "a readable file of UTF-8 text");
  }

  private void add(Rule rule) {
    Rule other = byTitle.putIfAbsent(rule.title(), rule);
    if (other != null) {
      problems.add(
          Code.NAME_TAKEN,
          rule.meta().place(),
          "metadata.name",
          rule.meta().name(),
          "a name of its own; " + other.title() + " is at " + other.meta().place() + " already");
    }
    rules.add(rule);
  }

  /** How many rules were read, right or wrong. */
  public int size() {
    return rules.size();
  }

  /** What is wrong with the texts; if it is nothing, {@link #rules} may be asked for. */
  public List<Problem> problems() {
    return problems.all();
  }

  /**
   * The rules of all texts.
   *
   * @throws RefusedRulesException with all faults of all texts, if there are any
   */
  public List<Rule> rules() {
    List<Problem> found = problems();
    if (!found.isEmpty()) {
      throw new RefusedRulesException(found);
    }
    return List.copyOf(rules);
  }
}
