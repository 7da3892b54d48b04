package mesh.pilot.status;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mesh.pilot.serve.ResourceType;
import mesh.pilot.status.ProxyStatus.State;
import mesh.pilot.status.ProxyStatus.TypeStatus;

/** The proxies as a table for people; below it stands what was refused, and why. */
public final class ProxyTable {

  private static final List<String> HEAD =
      List.of("NAME", "TYPE", "CDS", "LDS", "EDS", "RDS", "CONFIG", "AGENT");
  private static final String NOT_SENT = "NOT SENT";
  private static final String GAP = "   ";

  private ProxyTable() {}

  /** One line for each proxy. */
  public static String of(Collection<ProxyStatus> proxies) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    proxies.forEach(proxy -> lines.add(line(proxy)));
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int at = 0; at < widths.length; at++) {
        widths[at] = Math.max(widths[at], line.get(at).length());
      }
    }
    var text = new StringBuilder();
    for (List<String> line : lines) {
      var shown = new StringBuilder();
      for (int at = 0; at < widths.length; at++) {
        String cell = line.get(at);
        shown.append(cell).append(" ".repeat(widths[at] - cell.length())).append(GAP);
      }
      text.append(shown.toString().stripTrailing()).append('\n');
    }
    proxies.forEach(proxy -> refusals(proxy, text));
    return text.toString();
  }

  private static List<String> line(ProxyStatus proxy) {
    Map<ResourceType, TypeStatus> types = proxy.types();
    return List.of(
        name(proxy),
        proxy.proxy().type().name().toLowerCase(Locale.ROOT),
        state(types, ResourceType.CLUSTER),
        state(types, ResourceType.LISTENER),
        state(types, ResourceType.ENDPOINT),
        state(types, ResourceType.ROUTE),
        version(types.values()),
        proxy.agent());
  }

  /** The third part of a node's id is {@code NAME.NAMESPACE}. */
  private static String name(ProxyStatus proxy) {
    String[] parts = proxy.proxy().id().split("~", -1);
    return parts.length == 4 && !parts[2].isEmpty() ? parts[2] : proxy.proxy().id();
  }

  private static String state(Map<ResourceType, TypeStatus> types, ResourceType type) {
    TypeStatus status = types.get(type);
    return status == null ? NOT_SENT : status.state().name();
  }

  /** The newest world of which the proxy has taken something. */
  private static String version(Collection<TypeStatus> types) {
    long newest = types.stream().mapToLong(TypeStatus::taken).max().orElse(0);
    return newest == 0 ? "-" : Long.toString(newest);
  }

  private static void refusals(ProxyStatus proxy, StringBuilder text) {
    proxy
        .types()
        .forEach(
            (type, status) -> {
              if (status.state() == State.NACKED) {
                text.append(name(proxy))
                    .append(' ')
                    .append(type.name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(status.error().strip())
                    .append('\n');
              }
            });
  }
}
