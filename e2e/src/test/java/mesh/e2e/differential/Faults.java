package mesh.e2e.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out which cases made a proxy refuse a configuration. */
final class Faults {

  private static final Pattern INDEX = Pattern.compile("(listeners|clusters)\\[(\\d+)]");

  /** By the indices that our error messages name. */
  static Map<Case, String> named(List<Slot> slots, String output) {
    List<Case> clusterOwners = new ArrayList<>();
    for (Slot slot : slots) {
      Bootstrap.clusterNames(slot.story()).forEach(name -> clusterOwners.add(slot.story()));
    }
    Map<Case, String> found = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      Matcher index = INDEX.matcher(line);
      if (index.find()) {
        int number = Integer.parseInt(index.group(2));
        boolean cluster = index.group(1).equals("clusters");
        Case story = cluster ? clusterOwners.get(number) : slots.get(number).story();
        found.merge(story, line, (first, second) -> first + "\n" + second);
      }
    }
    return found;
  }

  /** By trying halves of halves, for a proxy that starts fast and names no place. */
  static Map<Case, String> tried(Proxy.Kind kind, String base, List<Slot> slots, Path folder)
      throws IOException, InterruptedException {
    Map<Case, String> found = new LinkedHashMap<>();
    Path config = folder.resolve("some.yaml");
    Path output = folder.resolve("some.log");
    Files.writeString(config, Bootstrap.write(base, 0, slots));
    if (!Proxy.accepts(kind, config, output)) {
      if (slots.size() == 1) {
        found.put(slots.getFirst().story(), Files.readString(output));
      } else {
        int middle = slots.size() / 2;
        found.putAll(tried(kind, base, slots.subList(0, middle), folder));
        found.putAll(tried(kind, base, slots.subList(middle, slots.size()), folder));
      }
    }
    return found;
  }

  private Faults() {}
}
