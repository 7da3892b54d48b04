package mesh.pilot.source.api;

import java.util.Objects;
import mesh.pilot.document.Documents;
import mesh.pilot.document.Problems;
import mesh.pilot.model.Rule;

/**
 * A rule as the Rules API keeps it. Immutable.
 *
 * @param text its document in YAML
 * @param version of its content: the same content has the same one
 */
public record StoredRule(Rule rule, String text, String version) {

  /** Its document, of maps, lists, texts, numbers and truths. */
  public Object tree() {
    return Objects.requireNonNull(
        Documents.read(RuleBody.SOURCE, text, new Problems()).getFirst().value());
  }
}
