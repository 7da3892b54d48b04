package mesh.proxy.route.retry;

import java.util.List;
import java.util.Map;

/**
 * Which hosts a retry should rather not go to. Immutable.
 *
 * @param maxAttempts most times that a host is drawn again; the last one drawn is taken
 * @param omitPreviousHosts whether hosts of earlier attempts are drawn again
 * @param omitCanaries whether canary hosts are drawn again
 * @param omitMetadata hosts with one of these under {@code envoy.lb} are drawn again
 */
public record HostSelection(
    int maxAttempts,
    boolean omitPreviousHosts,
    boolean omitCanaries,
    List<Map<String, Object>> omitMetadata) {

  public HostSelection {
    omitMetadata = List.copyOf(omitMetadata);
  }
}
