package mesh.e2e.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes down what was seen, one fact a line, in an order that does not depend on the proxy. */
final class Seen {

  static List<String> message(Http1.Message message) {
    List<String> lines = new ArrayList<>();
    if (!message.startLine().isEmpty()) {
      lines.add(message.startLine());
    }
    message.headers().stream().sorted(byName()).forEach(lines::add);
    if (message.body().length > 0) {
      lines.add("\"" + Wire.shown(message.body()) + "\"");
    }
    message.trailers().stream().sorted(byName()).map(line -> "trailer " + line).forEach(lines::add);
    if (!message.complete()) {
      lines.add("(incomplete)");
    }
    return lines;
  }

  // Only by name: the order of one header's values means something.
  static Comparator<String> byName() {
    return Comparator.comparing(
        line -> line.replaceFirst("(?<!^):.*", "").toLowerCase(Locale.ROOT));
  }

  static List<String> indented(List<String> lines) {
    return lines.stream().map(line -> "  " + line).toList();
  }

  private Seen() {}
}
