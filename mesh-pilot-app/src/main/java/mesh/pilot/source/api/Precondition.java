package mesh.pilot.source.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for a change to be made (RFC 9110, section 13.1). Immutable.
 *
 * @param match versions of which one must be there, or {@code *} for any; empty for no condition
 * @param noneMatch versions of which none may be there, or {@code *} for any
 */
public record Precondition(List<String> match, List<String> noneMatch) {

  /** Any change is welcome. */
  public static final Precondition NONE = new Precondition(List.of(), List.of());

  private static final String ANY = "*";

  public Precondition {
    match = List.copyOf(match);
    noneMatch = List.copyOf(noneMatch);
  }

  void require(String title, @Nullable StoredRule current) {
    if (!match.isEmpty() && !holds(match, current)) {
      throw failed(title, current, "If-Match: " + String.join(", ", match));
    }
    if (!noneMatch.isEmpty() && holds(noneMatch, current)) {
      throw failed(title, current, "If-None-Match: " + String.join(", ", noneMatch));
    }
  }

  private static boolean holds(List<String> versions, @Nullable StoredRule current) {
    return current != null && (versions.contains(ANY) || versions.contains(current.version()));
  }

  private static RuleChangeException failed(
      String title, @Nullable StoredRule current, String condition) {
    String is = current == null ? "is not there" : "has version " + current.version();
    return new RuleChangeException(
        RuleChangeException.Reason.PRECONDITION, title + " " + is + ", which is not " + condition);
  }
}
