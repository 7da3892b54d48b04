package mesh.telemetry.attribute;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import mesh.config.InvalidConfigException;
import mesh.telemetry.attribute.Workload.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a stream says of the proxy that it comes from; read once for a stream. Immutable.
 *
 * @param direction of all entries; null if each entry must be looked at
 * @param address of the proxy; empty if its id does not say
 * @param principal that the proxy's service account gives it; empty if not known
 * @param service whose destination it is
 */
public record Reporter(
    Workload workload,
    @Nullable Direction direction,
    String address,
    String principal,
    Service service) {

  private static final int LONGEST = 512;
  private static final String TRUST_DOMAIN = "cluster.local";

  /**
   * Reads the node.
   *
   * @param logName {@code inbound}, {@code outbound}, {@code gateway}, or any
   * @throws InvalidConfigException if the node does not say who it is
   */
  public static Reporter of(Node node, String logName) {
    if (node.getId().isEmpty() && node.getCluster().isEmpty()) {
      throw new InvalidConfigException(
          "identifier.node.id", "", "TYPE~ADDRESS~NAME.NAMESPACE~DOMAIN, or any name");
    }
    String[] id = node.getId().split("~", -1); // Istio's form has 4 parts
    boolean isMesh = id.length == 4;
    boolean isGateway = isMesh && id[0].equals("router");
    Struct metadata = node.getMetadata();
    Workload workload = workload(node, id, isGateway);
    String account = text(metadata, "SERVICE_ACCOUNT", "");
    String trustDomain = text(metadata, "TRUST_DOMAIN", TRUST_DOMAIN);
    String principal =
        account.isEmpty()
            ? ""
            : "spiffe://" + trustDomain + "/ns/" + workload.namespace() + "/sa/" + account;
    String suffix =
        isMesh && !id[3].isEmpty() ? id[3] : workload.namespace() + ".svc.cluster.local";
    return new Reporter(
        workload,
        named(logName, isGateway),
        isMesh ? checked("identifier.node.id", id[1]) : "",
        checked("SERVICE_ACCOUNT", principal),
        Service.ofHost(checked("identifier.node.id", workload.canonicalName() + "." + suffix), ""));
  }

  /** Where this entry was written. */
  Direction direction(String upstreamCluster, boolean hasPeerCertificate) {
    if (direction != null) {
      return direction;
    }
    if (upstreamCluster.startsWith("inbound|")) {
      return Direction.INBOUND;
    }
    return upstreamCluster.startsWith("outbound|") || !hasPeerCertificate
        ? Direction.OUTBOUND
        : Direction.INBOUND;
  }

  private static @Nullable Direction named(String logName, boolean isGateway) {
    return switch (logName) {
      case "inbound" -> Direction.INBOUND;
      case "outbound" -> Direction.OUTBOUND;
      case "gateway" -> Direction.GATEWAY;
      default -> isGateway ? Direction.GATEWAY : null;
    };
  }

  private static Workload workload(Node node, String[] id, boolean isGateway) {
    Struct metadata = node.getMetadata();
    Struct labels =
        metadata.getFieldsOrDefault("LABELS", Value.getDefaultInstance()).getStructValue();
    String[] podName = id.length == 4 ? id[2].split("\\.", 2) : new String[] {""};
    String namespace =
        text(metadata, "NAMESPACE", podName.length == 2 ? podName[1] : Workload.NOT_KNOWN);
    String plain = node.getCluster().isEmpty() ? node.getId() : node.getCluster();
    String name = text(metadata, "WORKLOAD_NAME", podName[0].isEmpty() ? plain : podName[0]);
    String app = text(labels, "app", name);
    String version = text(labels, "version", Workload.NOT_KNOWN);
    return new Workload(
        isGateway ? Kind.GATEWAY : Kind.WORKLOAD,
        checked("NAMESPACE", namespace),
        checked("WORKLOAD_NAME", name),
        checked("LABELS.app", app),
        checked("LABELS.version", version),
        checked("LABELS.app", text(labels, "service.istio.io/canonical-name", app)),
        checked("LABELS.version", text(labels, "service.istio.io/canonical-revision", version)),
        checked("CLUSTER_ID", text(metadata, "CLUSTER_ID", Workload.NOT_KNOWN)));
  }

  private static String text(Struct struct, String field, String otherwise) {
    Value value = struct.getFieldsOrDefault(field, Value.getDefaultInstance());
    return value.getStringValue().isEmpty() ? otherwise : value.getStringValue();
  }

  private static String checked(String field, String text) {
    if (text.length() > LONGEST) {
      throw new InvalidConfigException(field, text.length() + " characters", "at most " + LONGEST);
    }
    return text;
  }
}
