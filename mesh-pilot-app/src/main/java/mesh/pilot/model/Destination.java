package mesh.pilot.model;

import org.jspecify.annotations.Nullable;

/**
 * Where requests go. Immutable.
 *
 * @param host of a service: full, or to be completed in the rule's namespace
 * @param subset of its DestinationRule; empty for all workloads
 * @param port of the service; null if it has only one
 */
public record Destination(String host, String subset, @Nullable Integer port) {}
