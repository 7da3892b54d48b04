package mesh.pilot.world;

import java.util.Map;

/** Labels that choose workloads. */
public final class Selector {

  private Selector() {}

  /** Whether all wanted labels are there; no wanted labels choose everything. */
  public static boolean selects(Map<String, String> wanted, Map<String, String> labels) {
    for (Map.Entry<String, String> label : wanted.entrySet()) {
      if (!label.getValue().equals(labels.get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
