package mesh.telemetry.graph;

import java.util.List;

/**
 * A picture of a window of time. Immutable.
 *
 * @param at milliseconds since 1970
 * @param seconds that it covers
 */
public record GraphView(long at, long seconds, List<NodeView> nodes, List<EdgeView> edges) {

  public GraphView {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }
}
