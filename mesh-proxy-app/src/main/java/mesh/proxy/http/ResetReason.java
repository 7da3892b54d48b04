package mesh.proxy.http;

/**
 * Why a stream died before its end.
 *
 * <p>Source: Envoy's {@code StreamResetReason}.
 */
public enum ResetReason {
  /** We reset it, for any cause not below. */
  LOCAL_RESET,
  /** We refused it before any processing (HTTP/2 REFUSED_STREAM): safe to retry. */
  LOCAL_REFUSED_STREAM_RESET,
  /** The peer reset it. */
  REMOTE_RESET,
  /** The peer refused it before any processing: safe to retry. */
  REMOTE_REFUSED_STREAM_RESET,
  /** The peer answered an upgrade or CONNECT with an error. */
  CONNECT_ERROR,
  /** The connection could not be made by this machine's doing (no port, no route, …). */
  LOCAL_CONNECTION_FAILURE,
  /** The connection could not be made: refused or unreachable. */
  REMOTE_CONNECTION_FAILURE,
  /** The connection was not there within {@code connect_timeout}. */
  CONNECTION_TIMEOUT,
  /** The connection closed under the stream. */
  CONNECTION_TERMINATION,
  /** A circuit breaker or a full queue. */
  OVERFLOW,
  /** The peer broke the protocol. */
  PROTOCOL_ERROR,
  /** The overload manager's doing. */
  OVERLOAD_MANAGER
}
