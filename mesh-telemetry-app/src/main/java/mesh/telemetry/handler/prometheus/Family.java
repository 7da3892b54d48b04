package mesh.telemetry.handler.prometheus;

/** One of Istio's metrics. */
enum Family {
  REQUESTS("istio_requests_total", "counter", "Requests by source, destination and outcome."),
  DURATION(
      "istio_request_duration_milliseconds", "histogram", "Time from first byte in to last out."),
  REQUEST_BYTES("istio_request_bytes", "histogram", "Size of requests, head and body."),
  RESPONSE_BYTES("istio_response_bytes", "histogram", "Size of responses, head and body."),
  SENT("istio_tcp_sent_bytes_total", "counter", "Bytes sent to clients of TCP connections."),
  RECEIVED("istio_tcp_received_bytes_total", "counter", "Bytes received from clients over TCP."),
  OPENED("istio_tcp_connections_opened_total", "counter", "TCP connections that were opened."),
  CLOSED("istio_tcp_connections_closed_total", "counter", "TCP connections that have ended.");

  private final String text;
  private final String type;
  private final String help;

  Family(String text, String type, String help) {
    this.text = text;
    this.type = type;
    this.help = help;
  }

  String text() {
    return text;
  }

  boolean isTcp() {
    return ordinal() >= SENT.ordinal();
  }

  String head() {
    return "# HELP " + text + " " + help + "\n# TYPE " + text + " " + type + "\n";
  }
}
