package mesh.e2e.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * All that was seen of one case on one proxy, without what differs from run to run.
 *
 * @param lines one fact each
 * @param took how long each client took
 */
record Observation(List<String> lines, List<Duration> took) {

  private static final Pattern DATE =
      Pattern.compile("(?i)(date): \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
  private static final Pattern ID =
      Pattern.compile("(?i)(x-request-id): [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SERVICE_TIME =
      Pattern.compile("(?i)(x-envoy-upstream-service-time): \\d+");
  private static final Pattern REST = // of the usual 15 s: less in a second attempt
      Pattern.compile("(x-envoy-expected-rq-timeout-ms): (15000|1[34]\\d\\d\\d)$");
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  String text() {
    return String.join("\n", lines);
  }

  /** The same with the names of one slot in place of its ports. */
  static Observation of(Slot slot, List<String> raw, List<Duration> took) {
    List<String> lines = new ArrayList<>();
    for (String line : raw) {
      if (slot.story().ignore().stream().anyMatch(pattern -> pattern.matcher(line).find())) {
        continue;
      }
      String text = DATE.matcher(line).replaceAll("$1: <date>");
      text = ID.matcher(text).replaceAll("$1: <uuid>");
      text = SERVICE_TIME.matcher(text).replaceAll("$1: <ms>");
      text = REST.matcher(text).replaceAll("$1: <up to 15000>");
      for (String header : slot.story().mask()) {
        text = text.replaceFirst("^( *" + header + "): .*", "$1: <masked>");
      }
      if (slot.story().anyFate()) {
        text = text.replaceFirst("^  connection RESET$", "  connection CLOSED");
      }
      text = ADDRESS.matcher(text).replaceAll(found -> "127.0.0.1:<" + portName(slot, found) + ">");
      lines.add(text.replace("__" + slot.story().slug(), "").replace(slot.story().slug(), "case"));
    }
    return new Observation(List.copyOf(lines), took);
  }

  private static String portName(Slot slot, MatchResult found) {
    int port = Integer.parseInt(found.group(1));
    if (port == slot.port()) {
      return "listener";
    }
    return slot.upstreams().entrySet().stream()
        .filter(upstream -> upstream.getValue().port() == port)
        .map(upstream -> upstream.getKey())
        .findFirst()
        .orElse("client");
  }
}
