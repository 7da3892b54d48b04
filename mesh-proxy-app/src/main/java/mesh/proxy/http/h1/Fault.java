package mesh.proxy.http.h1;

/**
 * Why a message is not accepted. Immutable.
 *
 * @param status what a server answers
 * @param details Envoy's response code details
 */
record Fault(int status, String details) {

  static final Fault MALFORMED = new Fault(400, "http1.codec_error");
  static final Fault INVALID_CHARACTERS = new Fault(400, "http1.invalid_characters");
  static final Fault BAD_URL = new Fault(400, "http1.invalid_url");
  static final Fault BAD_SCHEME = new Fault(400, "http1.invalid_scheme");
  static final Fault BAD_AUTHORITY = new Fault(400, "http.invalid_authority");
  static final Fault HTTPS_IN_PLAINTEXT = new Fault(403, "http1.https_url_on_plaintext_connection");
  static final Fault BODY_DISALLOWED = new Fault(400, "http1.body_disallowed");
  static final Fault BAD_CONNECTION_HEADER = new Fault(400, "http1.connection_header_rejected");
  static final Fault LENGTH_AND_CHUNKED =
      new Fault(400, "http1.content_length_and_chunked_not_allowed");
  static final Fault BAD_TRANSFER_ENCODING = new Fault(501, "http1.invalid_transfer_encoding");
  static final Fault TOO_LARGE = new Fault(431, "http1.headers_too_large");
  static final Fault TOO_MANY = new Fault(431, "http1.too_many_headers");
  static final Fault OLD_VERSION = new Fault(426, "low_version");
  static final Fault UNDERSCORE = new Fault(400, "http1.unexpected_underscore");
}
