package mesh.pilot.serve;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Extension;
import io.envoyproxy.envoy.config.core.v3.Node;
import java.util.Map;
import java.util.TreeMap;
import mesh.config.InvalidConfigException;
import mesh.pilot.world.Proxy;

/**
 * Reads who a node is. Its identity follows Istio: {@code
 * sidecar~ADDRESS~NAME.NAMESPACE~NAMESPACE.svc.cluster.local}.
 *
 * <p>Metadata: {@code LABELS}, {@code NAMESPACE} and {@code GENERATOR} as in Istio; {@code
 * MESH_OUTBOUND_ADDRESS} and {@code MESH_OUTBOUND_PORT} say where a sidecar takes what its workload
 * sends, {@code MESH_APP_ADDRESS} where the workload listens. Istio's own filters are for those
 * nodes only that have {@code istio.stats} among their extensions, as Envoy lists them.
 */
public final class ProxyNode {

  private static final int OUTBOUND_PORT = 15001;
  private static final int MOST_PORTS = 65535;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String HTTP_FILTERS = "envoy.filters.http";
  private static final String NETWORK_FILTERS = "envoy.filters.network";
  private static final String STATS = "istio.stats";
  private static final String EXCHANGE = "istio.metadata_exchange";
  private static final String EXPECTED_ID =
      "sidecar~ADDRESS~NAME.NAMESPACE~NAMESPACE.svc.cluster.local, or router~...";

  private ProxyNode() {}

  /**
   * Reads a node.
   *
   * @throws InvalidConfigException if it is not of this form
   */
  public static Proxy read(Node node) {
    Struct metadata = node.getMetadata();
    String[] parts = node.getId().split("~", -1);
    if (parts.length != 4 || parts[1].isEmpty()) {
      throw new InvalidConfigException("node.id", node.getId(), EXPECTED_ID);
    }
    String namespace = text(metadata, "NAMESPACE", namespace(parts));
    return new Proxy(
        node.getId(),
        type(node, parts[0], metadata),
        parts[1],
        namespace,
        labels(metadata),
        new Proxy.Outbound(text(metadata, "MESH_OUTBOUND_ADDRESS", LOOPBACK), port(metadata)),
        text(metadata, "MESH_APP_ADDRESS", LOOPBACK),
        filters(node));
  }

  /** Which program it is, for those who look: {@code envoy 1.40.0}. */
  public static String agent(Node node) {
    String version = node.getUserAgentVersion();
    if (version.isEmpty() && node.hasUserAgentBuildVersion()) {
      var number = node.getUserAgentBuildVersion().getVersion();
      version = number.getMajorNumber() + "." + number.getMinorNumber() + "." + number.getPatch();
    }
    return (node.getUserAgentName() + " " + version).strip();
  }

  private static Proxy.Filters filters(Node node) {
    boolean hasStats = has(node, STATS, HTTP_FILTERS);
    return new Proxy.Filters(
        hasStats && has(node, EXCHANGE, HTTP_FILTERS), hasStats, has(node, STATS, NETWORK_FILTERS));
  }

  private static boolean has(Node node, String name, String category) {
    for (Extension extension : node.getExtensionsList()) {
      if (extension.getName().equals(name) && extension.getCategory().equals(category)) {
        return true;
      }
    }
    return false;
  }

  private static Proxy.Type type(Node node, String word, Struct metadata) {
    if (text(metadata, "GENERATOR", "").equals("grpc")
        || node.getUserAgentName().startsWith("gRPC")
        || node.getUserAgentName().startsWith("grpc")) {
      return Proxy.Type.GRPC;
    }
    return switch (word) {
      case "sidecar" -> Proxy.Type.SIDECAR;
      case "router" -> Proxy.Type.ROUTER;
      default -> throw new InvalidConfigException("node.id", node.getId(), EXPECTED_ID);
    };
  }

  private static String namespace(String[] parts) {
    int dot = parts[2].lastIndexOf('.');
    String domain = parts[3];
    int end = domain.indexOf('.');
    if (dot >= 0) {
      return parts[2].substring(dot + 1);
    }
    return end < 0 ? "default" : domain.substring(0, end);
  }

  private static Map<String, String> labels(Struct metadata) {
    Map<String, String> labels = new TreeMap<>();
    metadata
        .getFieldsOrDefault("LABELS", Value.getDefaultInstance())
        .getStructValue()
        .getFieldsMap()
        .forEach((name, value) -> labels.put(name, value.getStringValue()));
    return labels;
  }

  private static int port(Struct metadata) {
    Value value = metadata.getFieldsOrDefault("MESH_OUTBOUND_PORT", Value.getDefaultInstance());
    String digits =
        value.hasNumberValue()
            ? Long.toString((long) value.getNumberValue())
            : value.getStringValue();
    if (digits.isEmpty()) {
      return OUTBOUND_PORT;
    }
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > MOST_PORTS) {
      throw new InvalidConfigException("node.metadata.MESH_OUTBOUND_PORT", digits, "1..65535");
    }
    return Integer.parseInt(digits);
  }

  private static String text(Struct metadata, String name, String otherwise) {
    String text = metadata.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
    return text.isEmpty() ? otherwise : text;
  }
}
