package mesh.proxy.route.retry;

import java.util.List;
import java.util.Map;

/**
 * Which hosts a retry should rather not go to. Immutable.
 *
 * @param maxAttempts most times that a host is drawn again; the last one drawn is taken
 * @param omitPreviousHosts whether hosts of earlier attempts are drawn again
 * @param omitCanaries whether canary hosts are drawn again
 * @param omitMetadata hosts with all pairs of one of these under {@code envoy.lb} are drawn again
 * @param previousPrioritiesFrequency after this many attempts their priorities are left out; 0 if
 *     they never are
 */
public record HostSelection(
    int maxAttempts,
    boolean omitPreviousHosts,
    boolean omitCanaries,
    List<Map<String, Object>> omitMetadata,
    int previousPrioritiesFrequency) {

  public HostSelection {
    omitMetadata = List.copyOf(omitMetadata);
  }
}
