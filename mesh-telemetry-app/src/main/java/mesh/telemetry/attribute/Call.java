package mesh.telemetry.attribute;

/**
 * One request, or one TCP connection, as one proxy saw it. Immutable.
 *
 * @param id number of the entry since the app started; 1..
 * @param startMicros when it began, microseconds since 1970
 * @param client who connected to a gateway; otherwise the same as {@code source}
 * @param source as Istio's metrics have it: behind a gateway, the gateway
 * @param sourcePrincipal SPIFFE ID; {@code unknown} without a certificate
 * @param service name by which the destination was called
 * @param outcome what came of it
 * @param request what was asked for
 * @param upstream address that it was sent to; empty if it was sent to none
 * @param isSent whether the upstream got it
 */
public record Call(
    long id,
    long startMicros,
    Direction direction,
    Protocol protocol,
    Workload client,
    Workload source,
    Workload destination,
    String sourcePrincipal,
    String destinationPrincipal,
    Service service,
    boolean isMutualTls,
    Outcome outcome,
    Request request,
    String upstream,
    boolean isSent) {

  /** Istio's label {@code request_protocol}. */
  public enum Protocol {
    HTTP("http"),
    GRPC("grpc"),
    TCP("tcp");

    private final String label;

    Protocol(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * What came of it.
   *
   * @param code HTTP status; 0 if no response was begun, and for TCP
   * @param grpcStatus number; empty if it is not known
   * @param details Envoy's {@code RESPONSE_CODE_DETAILS}, or why the connection ended; may be empty
   * @param transportFailure why no connection was made, as the proxy says it; may be empty
   * @param micros from the first byte in to the last byte out
   * @param requestBytes head and body
   * @param responseBytes head and body
   * @param attempts that were made to send it
   */
  public record Outcome(
      int code,
      String grpcStatus,
      ResponseFlags flags,
      String details,
      String transportFailure,
      long micros,
      long requestBytes,
      long responseBytes,
      int attempts) {}

  /**
   * What was asked for, to be looked at; texts are cut where they are long.
   *
   * @param id {@code x-request-id}; may be empty
   * @param route that was taken; may be empty
   */
  public record Request(
      String id, String method, String authority, String path, String agent, String route) {

    static final Request NONE = new Request("", "", "", "", "", "");
  }

  /** Whether it failed: no response, a server's error, or a connection that broke. */
  public boolean isFailed() {
    if (protocol == Protocol.TCP) {
      return outcome.flags().sayNotSent()
          || outcome.flags().has(ResponseFlags.Flag.UC)
          || outcome.flags().has(ResponseFlags.Flag.UT);
    }
    return outcome.code() == 0 || outcome.code() >= 500 || isFailedGrpc();
  }

  /** Whether the client was refused: 4xx. */
  public boolean isRefused() {
    return outcome.code() >= 400 && outcome.code() < 500;
  }

  /** Whether the destination writes an entry of its own about it, which the graph takes instead. */
  public boolean isReportedByDestination() {
    return direction != Direction.INBOUND
        && isSent
        && (destination.isKnown() || service.isInMesh());
  }

  // UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS: the server's.
  private boolean isFailedGrpc() {
    return switch (outcome.grpcStatus()) {
      case "2", "4", "12", "13", "14", "15" -> true;
      default -> false;
    };
  }
}
