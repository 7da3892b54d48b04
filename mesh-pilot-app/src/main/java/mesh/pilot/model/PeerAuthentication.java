package mesh.pilot.model;

import java.util.Map;

/**
 * Whether workloads demand mTLS. Immutable.
 *
 * @param selector labels of the workloads; empty for all of the namespace, or in the root namespace
 *     for all
 * @param ports what is different for ports of the workload
 */
public record PeerAuthentication(
    Meta meta, Map<String, String> selector, Mode mode, Map<Integer, Mode> ports) implements Rule {

  public PeerAuthentication {
    selector = Map.copyOf(selector);
    ports = Map.copyOf(ports);
  }

  /** {@code UNSET} is what the wider rule says, {@code PERMISSIVE} in the end. */
  public enum Mode {
    UNSET,
    DISABLE,
    PERMISSIVE,
    STRICT
  }
}
