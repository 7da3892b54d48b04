package mesh.telemetry.query.rest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.telemetry.graph.EdgeView;
import mesh.telemetry.graph.GraphView;
import mesh.telemetry.graph.NodeView;
import mesh.telemetry.graph.Timeline;

/** Services as they are shown: the workloads of one name together. */
final class ServiceView {

  private ServiceView() {}

  /** In a list. */
  record Summary(String namespace, String name, List<NodeView> workloads) {}

  /**
   * On its own.
   *
   * @param callers edges to it
   * @param callees edges from it
   */
  record Detail(
      String namespace,
      String name,
      List<NodeView> workloads,
      List<EdgeView> callers,
      List<EdgeView> callees,
      Timeline timeline) {}

  static List<Summary> list(GraphView graph) {
    Map<String, List<NodeView>> byName = new TreeMap<>();
    for (NodeView node : graph.nodes()) {
      if (isService(node)) {
        byName
            .computeIfAbsent(
                node.namespace() + "/" + node.service(), name -> new java.util.ArrayList<>())
            .add(node);
      }
    }
    return byName.values().stream()
        .map(nodes -> new Summary(nodes.getFirst().namespace(), nodes.getFirst().service(), nodes))
        .toList();
  }

  static Detail detail(GraphView graph, String namespace, String name, Timeline timeline) {
    List<NodeView> workloads =
        graph.nodes().stream().filter(node -> node.isOf(namespace, name)).toList();
    List<String> ids = workloads.stream().map(NodeView::id).toList();
    return new Detail(
        namespace,
        name,
        workloads,
        graph.edges().stream().filter(edge -> ids.contains(edge.target())).toList(),
        graph.edges().stream().filter(edge -> ids.contains(edge.source())).toList(),
        timeline);
  }

  private static boolean isService(NodeView node) {
    return switch (node.kind()) {
      case "workload", "gateway", "service" -> true;
      default -> false;
    };
  }
}
