package mesh.pilot.validate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mesh.pilot.document.Problem;
import mesh.pilot.model.MeshSettings;
import mesh.pilot.model.Rule;
import mesh.pilot.world.World;

/** Analyses rules that are in no world yet. Immutable. */
public final class Review {

  private final MeshSettings settings;
  private final Analysis analysis;

  public Review(MeshSettings settings, Analysis analysis) {
    this.settings = settings;
    this.analysis = analysis;
  }

  /** Errors, and then warnings, of rules that stand for themselves. */
  public List<Problem> of(Collection<? extends Rule> rules) {
    List<Problem> all = new ArrayList<>(Conflicts.of(rules));
    all.addAll(warnings(rules));
    return all;
  }

  /**
   * Warnings of a change.
   *
   * @param title of the rule that changes: all of its own warnings are told
   * @return those of other rules only if the change brings them
   */
  public List<Problem> ofChange(
      Collection<? extends Rule> before, Collection<? extends Rule> after, String title) {
    Set<Problem> known = new HashSet<>(warnings(before));
    return warnings(after).stream()
        .filter(problem -> problem.resource().equals(title) || !known.contains(problem))
        .toList();
  }

  private List<Problem> warnings(Collection<? extends Rule> rules) {
    return analysis.of(World.of(0, settings, rules));
  }
}
