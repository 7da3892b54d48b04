package mesh.proxy.http.h2.head;

import io.netty.handler.codec.http2.Http2Error;

/** Why a header block is refused; details as Envoy gives them. */
public enum HeadFault {
  INVALID_FIELD("http2.invalid.header.field", Http2Error.PROTOCOL_ERROR),
  INVALID_MESSAGE("http2.violation.of.messaging.rule", Http2Error.PROTOCOL_ERROR),
  TOO_MANY("http2.too_many_headers", Http2Error.INTERNAL_ERROR),
  UNDERSCORE("http2.unexpected_underscore", Http2Error.INTERNAL_ERROR);

  private final String details;
  private final Http2Error error;

  HeadFault(String details, Http2Error error) {
    this.details = details;
    this.error = error;
  }

  /** Response code details. */
  public String details() {
    return details;
  }

  /** What RST_STREAM says. */
  public Http2Error error() {
    return error;
  }

  /** True if the peer broke the rules of HTTP; false if it only asks for too much. */
  public boolean isProtocolError() {
    return error == Http2Error.PROTOCOL_ERROR;
  }
}
