package mesh.telemetry.handler.prometheus;

import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Call.Protocol;
import mesh.telemetry.attribute.Direction;
import mesh.telemetry.attribute.ResponseFlags;
import mesh.telemetry.attribute.Service;
import mesh.telemetry.attribute.Workload;

/** What two calls have in common if they count for the same series. Immutable. */
record SeriesKey(
    Direction direction,
    Protocol protocol,
    Workload source,
    Workload destination,
    String sourcePrincipal,
    String destinationPrincipal,
    Service service,
    boolean isMutualTls,
    int code,
    String grpcStatus,
    ResponseFlags flags) {

  static SeriesKey of(Call call) {
    return new SeriesKey(
        call.direction(),
        call.protocol(),
        call.source(),
        call.destination(),
        call.sourcePrincipal(),
        call.destinationPrincipal(),
        call.service(),
        call.isMutualTls(),
        call.outcome().code(),
        call.outcome().grpcStatus(),
        call.outcome().flags());
  }

  /** What is beyond the number that is kept apart. */
  static SeriesKey overflow(Direction direction, Protocol protocol) {
    return new SeriesKey(
        direction,
        protocol,
        Workload.OVERFLOW,
        Workload.OVERFLOW,
        Workload.NOT_KNOWN,
        Workload.NOT_KNOWN,
        Service.NONE,
        false,
        0,
        "",
        ResponseFlags.NONE);
  }

  /** Labels as the text format writes them, without braces, in Istio's order. */
  String labels() {
    var text = new StringBuilder(1024);
    add(text, "reporter", direction.reporter());
    workload(text, "source", source, sourcePrincipal);
    workload(text, "destination", destination, destinationPrincipal);
    add(text, "destination_service", service.host());
    add(text, "destination_service_name", service.name());
    add(text, "destination_service_namespace", service.namespace());
    add(text, "request_protocol", protocol.label());
    if (protocol != Protocol.TCP) {
      add(text, "response_code", Integer.toString(code));
      add(text, "grpc_response_status", grpcStatus);
    }
    add(text, "response_flags", flags.text());
    add(text, "connection_security_policy", policy());
    return text.toString();
  }

  // Istio: only the destination knows.
  private String policy() {
    if (direction != Direction.INBOUND) {
      return Workload.NOT_KNOWN;
    }
    return isMutualTls ? "mutual_tls" : "none";
  }

  private static void workload(StringBuilder text, String end, Workload of, String principal) {
    boolean isKnown = of.isKnown() || of.kind() == Workload.Kind.OVERFLOW;
    add(text, end + "_workload", isKnown ? of.name() : Workload.NOT_KNOWN);
    add(text, end + "_workload_namespace", isKnown ? of.namespace() : Workload.NOT_KNOWN);
    add(text, end + "_principal", principal);
    add(text, end + "_app", isKnown ? of.app() : Workload.NOT_KNOWN);
    add(text, end + "_version", isKnown ? of.version() : Workload.NOT_KNOWN);
    add(text, end + "_canonical_service", isKnown ? of.canonicalName() : Workload.NOT_KNOWN);
    add(text, end + "_canonical_revision", revision(of));
    add(text, end + "_cluster", of.cluster());
  }

  private static String revision(Workload of) {
    boolean isLatest = of.isKnown() && of.canonicalRevision().equals(Workload.NOT_KNOWN);
    return isLatest ? "latest" : of.canonicalRevision();
  }

  private static void add(StringBuilder text, String name, String value) {
    if (!text.isEmpty()) {
      text.append(',');
    }
    text.append(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '"' -> text.append("\\\"");
        case '\n' -> text.append("\\n");
        default -> text.append(c);
      }
    }
    text.append('"');
  }
}
