package mesh.e2e.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** YAML as maps, lists and scalars. */
final class Tree {

  static Map<String, Object> read(String yaml) {
    return map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  static String write(Object tree) {
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings, new Quoting(settings)).dumpToString(tree);
  }

  @SuppressWarnings("unchecked") // keys of our files are strings
  static Map<String, Object> map(@Nullable Object tree) {
    return tree == null ? Map.of() : (Map<String, Object>) tree;
  }

  @SuppressWarnings("unchecked") // whatever is in it is looked at by the caller
  static List<Object> list(@Nullable Object tree) {
    return tree == null ? List.of() : (List<Object>) tree;
  }

  /** A new map: maps are merged key by key, everything else is replaced. */
  static Map<String, Object> merged(Map<String, Object> under, Map<String, Object> over) {
    Map<String, Object> out = new LinkedHashMap<>(under);
    over.forEach(
        (key, value) ->
            out.merge(
                key,
                value,
                (old, now) ->
                    old instanceof Map && now instanceof Map ? merged(map(old), map(now)) : now));
    return out;
  }

  /** A new list of both. */
  static List<Object> joined(List<Object> first, List<Object> second) {
    List<Object> out = new ArrayList<>(first);
    out.addAll(second);
    return out;
  }

  /** Quotes every text: what YAML 1.2 reads as {@code yes} is a boolean for older readers. */
  private static final class Quoting extends StandardRepresenter {

    Quoting(DumpSettings settings) {
      super(settings);
      representers.put(
          String.class, text -> representScalar(Tag.STR, (String) text, ScalarStyle.DOUBLE_QUOTED));
    }
  }

  private Tree() {}
}
