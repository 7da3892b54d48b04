package mesh.telemetry.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import mesh.telemetry.attribute.Workload;
import mesh.telemetry.graph.Graph.EdgeKey;

/** Collects edges and the nodes at their ends. Confined to one thread. */
final class Picture {

  private final long atMillis;
  private final long seconds;
  private final long covered;
  private final Map<String, Workload> workloads = new TreeMap<>();
  private final Map<String, Cell> incoming = new TreeMap<>();
  private final Map<String, Merged> edges = new TreeMap<>();

  private record Merged(EdgeKey key, Cell cell) {}

  /**
   * An empty one.
   *
   * @param seconds that are asked for
   * @param covered seconds in which calls may have come; rates are over these
   */
  Picture(long atMillis, long seconds, long covered) {
    this.atMillis = atMillis;
    this.seconds = seconds;
    this.covered = covered;
  }

  long now() {
    return atMillis / 1000;
  }

  void add(EdgeKey key, Cell cell) {
    String source = node(key.source());
    String target = node(key.target());
    incoming.computeIfAbsent(target, id -> new Cell()).addAll(cell);
    String id = source + " > " + target + " " + key.protocol().label();
    edges.computeIfAbsent(id, made -> new Merged(key, new Cell())).cell().addAll(cell);
  }

  GraphView view() {
    var shown = new ArrayList<EdgeView>(edges.size());
    edges.forEach(
        (id, edge) ->
            shown.add(
                new EdgeView(
                    id,
                    NodeView.id(edge.key().source()),
                    NodeView.id(edge.key().target()),
                    edge.key().protocol().label(),
                    edge.cell().signals(covered))));
    shown.sort(Comparator.comparing(EdgeView::id));
    var none = new Cell();
    var nodes =
        workloads.entrySet().stream()
            .map(
                node ->
                    NodeView.of(
                        node.getValue(),
                        incoming.getOrDefault(node.getKey(), none).signals(covered)))
            .toList();
    return new GraphView(atMillis, seconds, nodes, shown);
  }

  private String node(Workload workload) {
    String id = NodeView.id(workload);
    workloads.merge(id, workload, (old, same) -> old);
    return id;
  }
}
