package mesh.pilot.model;

/**
 * What holds for the whole mesh. Immutable.
 *
 * @param trustDomain of all identities
 * @param domain that completes short names: {@code stock} in the namespace {@code default} is
 *     {@code stock.default.svc.<domain>}
 * @param rootNamespace whose policies hold everywhere
 */
public record MeshSettings(String trustDomain, String domain, String rootNamespace) {

  /** Istio's own defaults. */
  public static final MeshSettings USUAL =
      new MeshSettings("cluster.local", "cluster.local", "istio-system");
}
