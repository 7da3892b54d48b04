package mesh.pilot.model;

import java.util.Map;
import mesh.pilot.document.Place;

/**
 * What every rule has. Immutable.
 *
 * @param namespace never empty
 * @param name unique in its namespace and kind
 * @param labels of the rule itself
 * @param place where it is written down
 */
public record Meta(String namespace, String name, Map<String, String> labels, Place place) {

  public Meta {
    labels = Map.copyOf(labels);
  }

  /** {@code namespace/name}. */
  public String key() {
    return namespace + "/" + name;
  }
}
