package mesh.pilot.document;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Rules that are not taken, and everything that is wrong with them. */
public final class RefusedRulesException extends RuntimeException {

  // Not serialized with the exception: nobody sends it anywhere.
  private final transient List<Problem> problems;

  /**
   * Refuses rules.
   *
   * @param problems not empty
   */
  public RefusedRulesException(List<Problem> problems) {
    super(problems.stream().map(Problem::sentence).collect(joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Not empty. */
  public List<Problem> problems() {
    return problems;
  }
}
