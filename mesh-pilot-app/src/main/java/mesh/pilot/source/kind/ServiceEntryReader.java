package mesh.pilot.source.kind;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mesh.pilot.document.Element;
import mesh.pilot.document.Fields;
import mesh.pilot.model.Meta;
import mesh.pilot.model.Protocol;
import mesh.pilot.model.ServiceEntry;
import mesh.pilot.model.ServiceEntry.Location;
import mesh.pilot.model.ServiceEntry.Port;
import mesh.pilot.model.ServiceEntry.Resolution;
import mesh.pilot.model.Workload;
import mesh.pilot.model.WorkloadEntry;
import org.jspecify.annotations.Nullable;

/** Reads {@code ServiceEntry} and {@code WorkloadEntry}. */
final class ServiceEntryReader {

  private static final int MOST_PORTS = VirtualServiceReader.MOST_PORTS;

  private ServiceEntryReader() {}

  static WorkloadEntry workloadEntry(Meta meta, Fields spec) {
    return new WorkloadEntry(meta, workload(spec));
  }

  static ServiceEntry serviceEntry(Meta meta, Fields spec) {
    List<String> hosts = spec.list("hosts", Names::wildcardHost);
    if (hosts.isEmpty()) {
      spec.missing("hosts", "at least one host");
    }
    List<Port> ports = spec.objects("ports", ServiceEntryReader::port);
    unique(spec, ports);
    Resolution resolution = spec.choice("resolution", Resolution.class, Resolution.NONE);
    List<Workload> endpoints = spec.objects("endpoints", ServiceEntryReader::workload);
    var entry =
        new ServiceEntry(
            meta,
            hosts,
            spec.list("addresses", ServiceEntryReader::addressOrBlock),
            ports,
            spec.choice("location", Location.class, Location.MESH_EXTERNAL),
            resolution,
            endpoints,
            selector(spec),
            spec.texts("subjectAltNames"));
    check(spec, entry);
    return entry;
  }

  private static void check(Fields spec, ServiceEntry entry) {
    if (!entry.endpoints().isEmpty() && !entry.selector().isEmpty()) {
      spec.missing("workloadSelector", "nothing beside endpoints");
    }
    if (entry.resolution() == Resolution.NONE && !entry.endpoints().isEmpty()) {
      spec.missing("endpoints", "none, as resolution is NONE");
    }
    if (entry.resolution() == Resolution.DNS_ROUND_ROBIN && entry.endpoints().size() > 1) {
      spec.missing("endpoints", "at most one, as resolution is DNS_ROUND_ROBIN");
    }
    if (entry.resolution() == Resolution.STATIC
        && entry.endpoints().isEmpty()
        && entry.selector().isEmpty()) {
      spec.missing("endpoints", "endpoints or a workloadSelector, as resolution is STATIC");
    }
    if (entry.resolution() != Resolution.NONE
        && entry.hosts().stream().anyMatch(host -> host.startsWith("*"))) {
      spec.missing("hosts", "no wildcards, as resolution is " + entry.resolution());
    }
    if (entry.resolution() == Resolution.STATIC) {
      for (int at = 0; at < entry.endpoints().size(); at++) {
        String address = entry.endpoints().get(at).address();
        if (!isIp(address) && !address.startsWith("unix://")) {
          spec.missing("endpoints", "IP addresses, as resolution is STATIC, not " + address);
        }
      }
    }
  }

  private static void unique(Fields spec, List<Port> ports) {
    if (ports.isEmpty()) {
      spec.missing("ports", "at least one port");
    }
    Set<Object> seen = new HashSet<>();
    for (Port port : ports) {
      if (!seen.add(port.number()) || !seen.add(port.name())) {
        spec.missing("ports", "each number and each name once; " + port.name() + " is not alone");
      }
    }
  }

  private static Port port(Fields fields) {
    int number = fields.integer("number", 1, MOST_PORTS, 0);
    if (number == 0) {
      fields.missing("number", "1..65535");
    }
    String text = fields.text("protocol", "TCP");
    if (Protocol.of(text).isEmpty()) {
      fields.missing(
          "protocol", "HTTP, HTTP2, GRPC, GRPC-Web, HTTPS, TLS, TCP, MONGO, MYSQL or REDIS");
    }
    return new Port(
        number,
        fields.required("name"),
        Protocol.of(text).orElse(Protocol.TCP),
        fields.integer("targetPort", 1, MOST_PORTS, number));
  }

  private static Map<String, String> selector(Fields spec) {
    Map<String, String> labels =
        spec.object("workloadSelector", fields -> fields.textMap("labels"));
    return labels == null ? Map.of() : labels;
  }

  private static Workload workload(Fields fields) {
    Map<String, Integer> ports = new HashMap<>();
    fields
        .map("ports", element -> element)
        .forEach((name, element) -> ports.put(name, port(element)));
    return new Workload(
        address(fields),
        ports,
        fields.textMap("labels"),
        fields.text("locality", ""),
        fields.integer("weight", 0, Integer.MAX_VALUE, 0),
        fields.text("serviceAccount", ""));
  }

  static int port(Element element) {
    String text = element.text();
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST_PORTS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    element.fault(text, "1..65535");
    return 1;
  }

  private static String address(Fields fields) {
    Element element = fields.get("address");
    if (element == null) {
      fields.missing("address", "an IP address, a host name or unix:///path");
      return "";
    }
    String text = element.text();
    return isIp(text) || text.startsWith("unix:///") ? text : Names.host(element);
  }

  static String addressOrBlock(Element element) {
    String text = element.text();
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean bits = slash < 0 || text.substring(slash + 1).matches("\\d{1,3}");
    if (!isIp(address) || !bits) {
      element.fault(text, "an IP address or a CIDR block");
    }
    return text;
  }

  /** Whether it is an IP address, without asking any name server. */
  static boolean isIp(@Nullable String text) {
    if (text == null || !text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return false;
    }
    try {
      return text.contains(":")
          ? InetAddress.getByName(text).getAddress().length > 0
          : text.split("\\.", -1).length == 4
              && InetAddress.getByName(text).getAddress().length == 4;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
