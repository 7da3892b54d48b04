package mesh.pilot.model;

import java.util.Map;
import mesh.pilot.document.Place;
import mesh.pilot.document.Places;

/**
 * What every rule has. Immutable.
 *
 * @param namespace never empty
 * @param name unique in its namespace and kind
 * @param labels of the rule itself
 * @param place where it is written down
 * @param places where some of its values are
 */
public record Meta(
    String namespace, String name, Map<String, String> labels, Place place, Places places) {

  public Meta {
    labels = Map.copyOf(labels);
  }

  /** {@code namespace/name}. */
  public String key() {
    return namespace + "/" + name;
  }
}
