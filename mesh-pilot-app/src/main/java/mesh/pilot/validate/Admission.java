package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import mesh.pilot.document.Problem;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.model.Rule;

/**
 * The door that every change of every source goes through: it is checked beside what the other
 * sources say, and taken as a whole or not at all. Shared by all threads.
 */
public final class Admission {

  private final BiConsumer<String, List<Rule>> world;
  private final Map<String, List<Rule>> bySource = new TreeMap<>();

  /**
   * Nothing is known yet.
   *
   * @param world gets the rules of a source when they are taken
   */
  public Admission(BiConsumer<String, List<Rule>> world) {
    this.world = world;
  }

  /**
   * Replaces everything that a source has said.
   *
   * @throws RefusedRulesException if it contradicts itself or other sources; nothing has changed
   */
  public synchronized void admit(String source, Collection<? extends Rule> rules) {
    check(source, rules);
    List<Rule> taken = List.copyOf(rules);
    bySource.put(source, taken);
    world.accept(source, taken);
  }

  /**
   * Does as {@link #admit} does, but changes nothing.
   *
   * @throws RefusedRulesException as {@code admit} would
   */
  public synchronized void check(String source, Collection<? extends Rule> rules) {
    List<Problem> conflicts = Conflicts.of(with(source, rules));
    if (!conflicts.isEmpty()) {
      throw new RefusedRulesException(conflicts);
    }
  }

  /** All rules as they would be, those of the source last. */
  public synchronized List<Rule> with(String source, Collection<? extends Rule> rules) {
    List<Rule> all = new ArrayList<>();
    bySource.forEach(
        (other, its) -> {
          if (!other.equals(source)) {
            all.addAll(its);
          }
        });
    all.addAll(rules);
    return all;
  }

  /** All rules of all sources. */
  public synchronized List<Rule> rules() {
    List<Rule> all = new ArrayList<>();
    bySource.values().forEach(all::addAll);
    return all;
  }

  /** The rule with this {@link Rule#title}. */
  public Optional<Rule> find(String title) {
    return rules().stream().filter(rule -> rule.title().equals(title)).findFirst();
  }
}
