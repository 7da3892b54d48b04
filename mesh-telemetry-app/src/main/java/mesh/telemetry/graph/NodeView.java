package mesh.telemetry.graph;

import java.util.Locale;
import mesh.telemetry.attribute.Workload;

/**
 * One workload as it is shown. Immutable.
 *
 * @param id by which edges name it
 * @param kind {@code workload}, {@code gateway}, {@code service}, {@code ingress}, {@code unknown}
 *     or {@code overflow}
 * @param service name of the service that it is part of
 * @param incoming calls to it
 */
public record NodeView(
    String id,
    String kind,
    String namespace,
    String name,
    String service,
    String version,
    Signals incoming) {

  static NodeView of(Workload workload, Signals incoming) {
    return new NodeView(
        id(workload),
        workload.kind().name().toLowerCase(Locale.ROOT),
        workload.namespace(),
        workload.name(),
        workload.canonicalName(),
        workload.version().equals(Workload.NOT_KNOWN) ? "" : workload.version(),
        incoming);
  }

  static String id(Workload of) {
    String kind = of.isKnown() ? "workload" : of.kind().name().toLowerCase(Locale.ROOT);
    return kind + ":" + of.namespace() + "/" + of.name() + "@" + of.version();
  }

  static boolean isOf(Workload workload, String namespace, String service) {
    return workload.namespace().equals(namespace) && workload.canonicalName().equals(service);
  }

  /** Whether it is part of this service. */
  public boolean isOf(String ofNamespace, String ofService) {
    return namespace.equals(ofNamespace) && service.equals(ofService);
  }
}
