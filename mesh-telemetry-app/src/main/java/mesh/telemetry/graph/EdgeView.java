package mesh.telemetry.graph;

/**
 * Calls from one workload to another as they are shown. Immutable.
 *
 * @param source id of a node
 * @param target id of a node
 * @param protocol http, grpc or tcp
 */
public record EdgeView(String id, String source, String target, String protocol, Signals signals) {}
