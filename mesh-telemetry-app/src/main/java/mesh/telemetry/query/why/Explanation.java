package mesh.telemetry.query.why;

import java.util.List;

/**
 * Why a request ended as it did. Immutable.
 *
 * @param summary one sentence
 * @param reasons the most telling first; may be empty
 */
public record Explanation(String summary, List<Reason> reasons) {

  public Explanation {
    reasons = List.copyOf(reasons);
  }

  /**
   * One thing that the proxy said.
   *
   * @param word that it said: a response flag or details
   * @param title what that is called
   * @param meaning what happened
   * @param advice what to do
   */
  public record Reason(String word, String title, String meaning, String advice) {}
}
