package mesh.proxy.filter.http.router;

import mesh.proxy.http.ResetReason;
import mesh.proxy.stream.ResponseFlag;

/** How a dead upstream stream is told to the client and the log, in Envoy's words. */
final class ResetText {

  private ResetText() {}

  static String words(ResetReason reason) {
    return switch (reason) {
      case LOCAL_RESET -> "local reset";
      case LOCAL_REFUSED_STREAM_RESET -> "local refused stream reset";
      case REMOTE_RESET -> "remote reset";
      case REMOTE_REFUSED_STREAM_RESET -> "remote refused stream reset";
      case CONNECT_ERROR -> "remote error with CONNECT request";
      case LOCAL_CONNECTION_FAILURE -> "local connection failure";
      case REMOTE_CONNECTION_FAILURE -> "remote connection failure";
      case CONNECTION_TIMEOUT -> "connection timeout";
      case CONNECTION_TERMINATION -> "connection termination";
      case OVERFLOW -> "overflow";
      case PROTOCOL_ERROR -> "protocol error";
      case OVERLOAD_MANAGER -> "overload manager reset";
    };
  }

  static ResponseFlag flag(ResetReason reason) {
    return switch (reason) {
      case LOCAL_RESET, LOCAL_REFUSED_STREAM_RESET -> ResponseFlag.LOCAL_RESET;
      case REMOTE_RESET, REMOTE_REFUSED_STREAM_RESET, CONNECT_ERROR ->
          ResponseFlag.UPSTREAM_REMOTE_RESET;
      case LOCAL_CONNECTION_FAILURE, REMOTE_CONNECTION_FAILURE, CONNECTION_TIMEOUT ->
          ResponseFlag.UPSTREAM_CONNECTION_FAILURE;
      case CONNECTION_TERMINATION -> ResponseFlag.UPSTREAM_CONNECTION_TERMINATION;
      case OVERFLOW -> ResponseFlag.UPSTREAM_OVERFLOW;
      case PROTOCOL_ERROR -> ResponseFlag.UPSTREAM_PROTOCOL_ERROR;
      case OVERLOAD_MANAGER -> ResponseFlag.OVERLOAD_MANAGER;
    };
  }

  /** Body of the reply; what the transport said is not a client's business. */
  static String body(ResetReason reason, boolean retried) {
    return "upstream connect error or disconnect/reset before headers. "
        + (retried ? "retried and the latest " : "")
        + "reset reason: "
        + words(reason);
  }

  /** Response code details; they have no spaces. */
  static String details(boolean responseStarted, ResetReason reason, String transportFailure) {
    String what =
        responseStarted
            ? "upstream_reset_after_response_started{"
            : "upstream_reset_before_response_started{";
    String text = words(reason) + (transportFailure.isEmpty() ? "" : "|" + transportFailure);
    return what + text.replace(' ', '_') + "}";
  }
}
