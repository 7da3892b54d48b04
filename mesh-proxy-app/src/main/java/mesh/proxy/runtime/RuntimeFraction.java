package mesh.proxy.runtime;

/**
 * A share with a runtime key that may override it. Immutable.
 *
 * @param key dotted; empty if the share is fixed
 */
public record RuntimeFraction(String key, FractionalPercent fallback) {}
