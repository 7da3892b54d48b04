package mesh.proxy.http.h2;

import io.netty.handler.codec.http2.Http2Error;
import mesh.proxy.http.ResetReason;

/** Reset reasons and what RST_STREAM says of them (RFC 9113 section 7). */
final class ErrorCodes {

  private ErrorCodes() {}

  /** What a server tells its client. */
  static Http2Error toClient(ResetReason reason) {
    return switch (reason) {
      case LOCAL_REFUSED_STREAM_RESET, REMOTE_REFUSED_STREAM_RESET -> Http2Error.REFUSED_STREAM;
      case CONNECT_ERROR -> Http2Error.CONNECT_ERROR;
      case PROTOCOL_ERROR -> Http2Error.PROTOCOL_ERROR;
      case LOCAL_RESET,
          REMOTE_RESET,
          LOCAL_CONNECTION_FAILURE,
          REMOTE_CONNECTION_FAILURE,
          CONNECTION_TIMEOUT,
          CONNECTION_TERMINATION,
          OVERFLOW,
          OVERLOAD_MANAGER ->
          Http2Error.INTERNAL_ERROR;
    };
  }

  /** What a client tells its server: mostly that the answer is not wanted any more. */
  static Http2Error toServer(ResetReason reason) {
    return switch (reason) {
      case PROTOCOL_ERROR -> Http2Error.PROTOCOL_ERROR;
      case CONNECT_ERROR -> Http2Error.CONNECT_ERROR;
      case LOCAL_RESET,
          LOCAL_REFUSED_STREAM_RESET,
          REMOTE_RESET,
          REMOTE_REFUSED_STREAM_RESET,
          LOCAL_CONNECTION_FAILURE,
          REMOTE_CONNECTION_FAILURE,
          CONNECTION_TIMEOUT,
          CONNECTION_TERMINATION,
          OVERFLOW,
          OVERLOAD_MANAGER ->
          Http2Error.CANCEL;
    };
  }

  /** Why a stream died that the peer reset. */
  static ResetReason reason(long errorCode) {
    if (errorCode == Http2Error.REFUSED_STREAM.code()) {
      return ResetReason.REMOTE_REFUSED_STREAM_RESET;
    }
    if (errorCode == Http2Error.PROTOCOL_ERROR.code()) {
      return ResetReason.PROTOCOL_ERROR;
    }
    return errorCode == Http2Error.CONNECT_ERROR.code()
        ? ResetReason.CONNECT_ERROR
        : ResetReason.REMOTE_RESET;
  }

  /** The same as response code details. */
  static String details(ResetReason reason) {
    return reason == ResetReason.REMOTE_REFUSED_STREAM_RESET
        ? "http2.remote_refuse"
        : "http2.remote_reset";
  }
}
