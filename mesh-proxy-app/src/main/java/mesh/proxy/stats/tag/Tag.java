package mesh.proxy.stats.tag;

/**
 * One tag of a metric. Immutable.
 *
 * @param name such as {@code envoy.cluster_name}
 */
public record Tag(String name, String value) {}
