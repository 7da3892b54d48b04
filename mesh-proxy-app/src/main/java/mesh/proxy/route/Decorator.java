package mesh.proxy.route;

/**
 * The name of a request's operation in traces.
 *
 * @param propagate whether the other side is told in {@code x-envoy-decorator-operation}
 */
public record Decorator(String operation, boolean propagate) {}
