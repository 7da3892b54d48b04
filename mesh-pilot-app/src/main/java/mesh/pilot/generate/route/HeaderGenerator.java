package mesh.pilot.generate.route;

import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.pilot.model.HeaderRules;

/** Changes of heads as a proxy knows them. */
final class HeaderGenerator {

  private HeaderGenerator() {}

  /** Headers that are set and added, by name. */
  static List<HeaderValueOption> values(HeaderRules.Change change) {
    List<HeaderValueOption> values = new ArrayList<>();
    add(change.set(), HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD, values);
    add(change.add(), HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD, values);
    return values;
  }

  /** The host that is asked for instead; empty if it stays. What is set counts before the rest. */
  static String authority(HeaderRules.Change request) {
    for (Map<String, String> values : List.of(request.set(), request.add())) {
      for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
        if (HeaderRules.isAuthority(value.getKey())) {
          return value.getValue();
        }
      }
    }
    return "";
  }

  private static void add(
      Map<String, String> from, HeaderAppendAction action, List<HeaderValueOption> to) {
    new TreeMap<>(from)
        .forEach(
            (name, value) -> {
              if (!HeaderRules.isAuthority(name)) {
                to.add(
                    HeaderValueOption.newBuilder()
                        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
                        .setAppendAction(action)
                        .build());
              }
            });
  }
}
