package mesh.proxy.cluster.type;

import java.time.Duration;
import mesh.proxy.cluster.lb.Membership;
import mesh.proxy.runtime.FractionalPercent;

/**
 * What an assignment says of all its endpoints. Immutable.
 *
 * @param overprovisioningPercent 140 means that 28 of 100 hosts may fail unnoticed
 * @param weightedHealth true if a priority's health counts weights instead of hosts
 * @param dropCategory why requests are dropped; may be empty
 * @param dropped share of the requests that are dropped
 * @param staleAfter zero if endpoints never become stale
 */
public record AssignmentPolicy(
    int overprovisioningPercent,
    boolean weightedHealth,
    String dropCategory,
    FractionalPercent dropped,
    Duration staleAfter) {

  /** Envoy's defaults. */
  public static final AssignmentPolicy ENVOY =
      new AssignmentPolicy(
          Membership.OVERPROVISIONING, false, "", FractionalPercent.NONE, Duration.ZERO);
}
