package mesh.telemetry.query.rest;

import java.util.Locale;
import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Call.Outcome;
import mesh.telemetry.attribute.Workload;

/**
 * One call as it is shown. Immutable.
 *
 * @param at milliseconds since 1970
 * @param requestId {@code x-request-id}
 * @param reporter {@code source}, {@code destination}
 * @param flags as Envoy logs them; {@code -} for none
 * @param millis from the first byte in to the last byte out
 */
record CallView(
    long id,
    long at,
    String requestId,
    String reporter,
    String protocol,
    End source,
    End destination,
    String service,
    String method,
    String authority,
    String path,
    String agent,
    String route,
    int code,
    String grpcStatus,
    String flags,
    String details,
    boolean failed,
    boolean refused,
    double millis,
    long requestBytes,
    long responseBytes,
    int attempts,
    boolean mutualTls,
    String upstream) {

  /** One end of it. */
  record End(
      String kind,
      String namespace,
      String name,
      String service,
      String version,
      String principal) {

    static End of(Workload workload, String principal) {
      return new End(
          workload.kind().name().toLowerCase(Locale.ROOT),
          workload.namespace(),
          workload.name(),
          workload.canonicalName(),
          workload.version().equals(Workload.NOT_KNOWN) ? "" : workload.version(),
          principal.equals(Workload.NOT_KNOWN) ? "" : principal);
    }
  }

  static CallView of(Call call) {
    Outcome outcome = call.outcome();
    Call.Request request = call.request();
    return new CallView(
        call.id(),
        call.startMicros() / 1000,
        request.id(),
        call.direction().reporter(),
        call.protocol().label(),
        End.of(call.source(), call.sourcePrincipal()),
        End.of(call.destination(), call.destinationPrincipal()),
        call.service().host(),
        request.method(),
        request.authority(),
        request.path(),
        request.agent(),
        request.route(),
        outcome.code(),
        outcome.grpcStatus(),
        outcome.flags().text(),
        outcome.details(),
        call.isFailed(),
        call.isRefused(),
        outcome.micros() / 1000.0,
        outcome.requestBytes(),
        outcome.responseBytes(),
        outcome.attempts(),
        call.isMutualTls(),
        call.upstream());
  }
}
