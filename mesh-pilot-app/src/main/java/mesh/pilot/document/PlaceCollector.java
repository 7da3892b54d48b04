package mesh.pilot.document;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the places of a document that analysis speaks of. Confined to one thread. */
final class PlaceCollector {

  private static final Set<String> FIELDS =
      Set.of(
          "addresses",
          "credentialName",
          "gateways",
          "host",
          "hosts",
          "http",
          "labels",
          "match",
          "matchLabels",
          "mirror",
          "mirrors",
          "number",
          "portLevelSettings",
          "ports",
          "protocol",
          "resolution",
          "retries",
          "selector",
          "servers",
          "subset",
          "subsets",
          "timeout",
          "tls",
          "trafficPolicy",
          "workloadSelector");
  private static final Set<String> LISTS =
      Set.of("addresses", "gateways", "hosts", "http", "match", "ports", "servers", "subsets");
  private static final int DEEPEST = 12; // an alias may refer to what is around it
  private static final int MOST = 10_000; // of one document

  private final SortedMap<String, Place> found = new TreeMap<>();
  private int seen;

  static Places of(Element document) {
    var collector = new PlaceCollector();
    collector.walk(document, 0);
    return new Places(document.place(), collector.found);
  }

  private void walk(Element element, int depth) {
    if (depth > DEEPEST || ++seen > MOST) {
      return;
    }
    if (element.node() instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          Element child = element.child(key.getValue(), tuple.getValueNode());
          if (FIELDS.contains(key.getValue())) {
            found.put(child.path(), child.place());
          }
          walk(child, depth + 1);
        }
      }
    } else if (element.isList()) {
      String name = element.path().substring(element.path().lastIndexOf('.') + 1);
      for (Element one : element.list()) {
        if (LISTS.contains(name)) {
          found.put(one.path(), one.place());
        }
        walk(one, depth + 1);
      }
    }
  }
}
