package mesh.pilot.source.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.document.Problem;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.Rule;
import mesh.pilot.model.RuleName;
import mesh.pilot.source.RuleText;
import mesh.pilot.source.api.RuleChangeException.Reason;
import mesh.pilot.validate.Admission;
import mesh.pilot.validate.Review;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of the Rules API: checked, then on the disk, then in the world; in that order, so that
 * what was answered survives a crash. Shared by all threads; a change blocks until it is kept.
 */
public final class ApiRules {

  private static final Logger log = LoggerFactory.getLogger(ApiRules.class);

  private final RuleStore store;
  private final Admission admission;
  private final Review review;
  private final int most;
  private final Map<String, StoredRule> byTitle = new TreeMap<>();

  /**
   * Nothing is loaded yet.
   *
   * @param folder where rules are kept
   * @param most rules that there may be
   */
  public ApiRules(Path folder, Admission admission, Review review, int most) {
    this.store = new RuleStore(folder);
    this.admission = admission;
    this.review = review;
    this.most = most;
  }

  /**
   * What a change did, or would do.
   *
   * @param rule as it is kept now; of a removed one, as it was
   * @param warnings that the change brings, and all others of the rule
   */
  public record Outcome(RuleName name, StoredRule rule, boolean isNew, List<Problem> warnings) {

    public Outcome {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Reads what was kept. A file that cannot be used is left where it is and out of the world.
   *
   * @throws RefusedRulesException if other sources contradict what was kept
   */
  public synchronized void load() {
    for (RuleStore.Found found : store.load()) {
      var text = new RuleText();
      text.add(RuleBody.SOURCE, found.text());
      List<Problem> problems = text.problems();
      if (problems.isEmpty() && text.rules().size() == 1) {
        RuleBody body = RuleBody.read(RuleName.of(text.rules().getFirst()), found.text());
        byTitle.put(body.kept().rule().title(), body.kept());
      } else {
        String why = problems.isEmpty() ? "not one rule" : problems.getFirst().sentence();
        log.atError().addKeyValue("file", found.file()).log("Kept rule is left out: {}", why);
      }
    }
    admission.admit(RuleBody.SOURCE, rules(byTitle));
  }

  /** All of them, by kind, namespace and name. */
  public synchronized List<StoredRule> all() {
    return List.copyOf(byTitle.values());
  }

  /**
   * One rule.
   *
   * @throws RuleChangeException if there is none
   */
  public synchronized StoredRule get(RuleName name) {
    StoredRule found = byTitle.get(name.title());
    if (found == null) {
      throw unknown(name);
    }
    return found;
  }

  /**
   * Makes a rule, or replaces it.
   *
   * @param dryRun checks everything and changes nothing
   * @throws RefusedRulesException if it is wrong, or contradicts others
   * @throws RuleChangeException if it does not fit what is there
   */
  public synchronized Outcome put(
      RuleName name, String body, Precondition precondition, boolean dryRun) {
    RuleBody read = RuleBody.read(name, body);
    String title = name.title();
    StoredRule current = byTitle.get(title);
    requireOwn(name, current);
    precondition.require(title, current);
    requireBasis(title, read.basedOn(), current);
    if (current == null && byTitle.size() >= most) {
      throw new RuleChangeException(Reason.FULL, "The Rules API keeps " + most + " rules at most");
    }
    List<Problem> warnings = check(title, read.sent());
    StoredRule kept = read.kept();
    boolean isSame = current != null && current.version().equals(kept.version());
    if (!dryRun && !isSame) {
      store.write(name, kept.text());
      byTitle.put(title, kept);
      admitOrRestore(name, current);
      told(title, current == null ? "made" : "changed");
    }
    return new Outcome(name, kept, current == null, warnings);
  }

  /**
   * Removes a rule.
   *
   * @throws RuleChangeException if it does not fit what is there
   */
  public synchronized Outcome delete(RuleName name, Precondition precondition, boolean dryRun) {
    String title = name.title();
    StoredRule current = byTitle.get(title);
    requireOwn(name, current);
    if (current == null) {
      throw unknown(name);
    }
    precondition.require(title, current);
    List<Problem> warnings = check(title, null);
    if (!dryRun) {
      store.delete(name);
      byTitle.remove(title);
      admitOrRestore(name, current);
      told(title, "removed");
    }
    return new Outcome(name, current, false, warnings);
  }

  /** Checks the rules as they would be; null for the rule that goes. */
  private List<Problem> check(String title, @Nullable Rule next) {
    Map<String, StoredRule> others = new TreeMap<>(byTitle);
    others.remove(title);
    List<Rule> rules = new ArrayList<>(rules(others));
    if (next != null) {
      rules.add(next);
    }
    admission.check(RuleBody.SOURCE, rules);
    return review.ofChange(admission.rules(), admission.with(RuleBody.SOURCE, rules), title);
  }

  // Between the check and now another source may have said something else.
  private void admitOrRestore(RuleName name, @Nullable StoredRule before) {
    try {
      admission.admit(RuleBody.SOURCE, rules(byTitle));
    } catch (RefusedRulesException e) {
      if (before == null) {
        byTitle.remove(name.title());
        store.delete(name);
      } else {
        byTitle.put(name.title(), before);
        store.write(name, before.text());
      }
      throw e;
    }
  }

  private void requireOwn(RuleName name, @Nullable StoredRule current) {
    if (current == null) {
      admission
          .find(name.title())
          .ifPresent(
              other -> {
                throw new RuleChangeException(
                    Reason.TAKEN,
                    name.title()
                        + " is at "
                        + other.meta().place()
                        + ": change it there, or remove it there first");
              });
    }
  }

  private static void requireBasis(String title, String basis, @Nullable StoredRule current) {
    if (!basis.isEmpty() && (current == null || !basis.equals(current.version()))) {
      String is = current == null ? "is not there" : "has version " + current.version();
      throw new RuleChangeException(
          Reason.CHANGED, title + " " + is + ", and the document was made for " + basis);
    }
  }

  private RuleChangeException unknown(RuleName name) {
    String elsewhere =
        admission.find(name.title()).map(rule -> "; it is at " + rule.meta().place()).orElse("");
    return new RuleChangeException(
        Reason.UNKNOWN, "The Rules API has no " + name.title() + elsewhere);
  }

  private static List<Rule> rules(Map<String, StoredRule> of) {
    Collection<StoredRule> kept = of.values();
    return kept.stream().map(StoredRule::rule).toList();
  }

  private static void told(String title, String what) {
    log.atInfo().addKeyValue("rule", title).addKeyValue("change", what).log("Rule changed by API");
  }
}
