package mesh.pilot.model;

import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole mesh. Immutable.
 *
 * @param trustDomain of all identities
 * @param domain that completes short names: {@code stock} in the namespace {@code default} is
 *     {@code stock.default.svc.<domain>}
 * @param rootNamespace whose policies hold everywhere
 * @param telemetry what proxies tell of their traffic
 * @param rateLimit null if gateways ask nobody
 */
public record MeshSettings(
    String trustDomain,
    String domain,
    String rootNamespace,
    TelemetrySettings telemetry,
    @Nullable RateLimitSettings rateLimit) {

  /** Istio's own defaults. */
  public static final MeshSettings USUAL =
      new MeshSettings("cluster.local", "cluster.local", "istio-system");

  /** Without telemetry and limits. */
  public MeshSettings(String trustDomain, String domain, String rootNamespace) {
    this(trustDomain, domain, rootNamespace, TelemetrySettings.NONE, null);
  }
}
