package mesh.proxy.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import mesh.proxy.tls.peer.PeerRefused;
import org.jspecify.annotations.Nullable;

/**
 * Why a handshake or a record failed, in Envoy's words. Immutable.
 *
 * @param text {@code TLS_error:|268435581:SSL routines:OPENSSL_internal:…:TLS_error_end}; empty if
 *     the connection was merely closed
 * @param refused the peer's certificate, if that was the reason
 */
record TlsFailure(String text, @Nullable PeerRefused refused) {

  private static final Pattern OPENSSL =
      Pattern.compile("error:([0-9a-fA-F]{8}):([^:]*):([^:]*):(\\S[^:\\n]*)");
  private static final Pattern RECORD = Pattern.compile("not an SSL/TLS record: ([0-9a-f]+)");
  private static final Pattern HTTP_METHOD =
      Pattern.compile(
          "^(?:474554|504f5354|48454144|50555420|434f4e4e).*"); // GET POST HEAD PUT CONN
  private static final String NO_CERTIFICATE = "PEER_DID_NOT_RETURN_A_CERTIFICATE";
  private static final String NO_CERTIFICATE_DETAILS =
      ":peer did not provide required client certificate";
  private static final String JDK_NO_CERTIFICATE = "Empty client certificate chain";
  private static final String SSL_ROUTINES = "SSL routines:OPENSSL_internal:";

  /** Numbers that BoringSSL gives to failures we name ourselves. */
  private enum Known {
    CERTIFICATE_VERIFY_FAILED(268435581),
    HTTP_REQUEST(268435612),
    PEER_DID_NOT_RETURN_A_CERTIFICATE(268435648),
    WRONG_VERSION_NUMBER(268435703);

    final long number;

    Known(long number) {
      this.number = number;
    }

    String text(String details) {
      return "TLS_error:|" + number + ":" + SSL_ROUTINES + name() + details + ":TLS_error_end";
    }
  }

  static TlsFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PeerRefused refused) {
        return refusal(refused);
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotSslRecordException) {
        return new TlsFailure(strangeRecord(String.valueOf(cause.getMessage())), null);
      }
      String message = String.valueOf(cause.getMessage());
      if (message.contains(JDK_NO_CERTIFICATE)) {
        return new TlsFailure(
            Known.PEER_DID_NOT_RETURN_A_CERTIFICATE.text(NO_CERTIFICATE_DETAILS), null);
      }
      Matcher openSsl = OPENSSL.matcher(message);
      if (openSsl.find()) {
        return new TlsFailure(openSslText(openSsl), null);
      }
    }
    return failure instanceof SSLException && !isClosure(failure)
        ? new TlsFailure("TLS_error:|0:" + failure.getMessage() + ":TLS_error_end", null)
        : new TlsFailure("", null);
  }

  /** The text where the peer's certificate was refused. */
  static TlsFailure refusal(PeerRefused refused) {
    return new TlsFailure(
        Known.CERTIFICATE_VERIFY_FAILED.text(":" + refused.getMessage()), refused);
  }

  /** True if a client had to show a certificate and did not. */
  boolean isNoCertificate() {
    return text.contains(NO_CERTIFICATE);
  }

  private static String openSslText(Matcher error) {
    long number = Long.parseLong(error.group(1), 16);
    String reason = error.group(4).strip();
    String details = reason.equals(NO_CERTIFICATE) ? NO_CERTIFICATE_DETAILS : "";
    return "TLS_error:|"
        + number
        + ":"
        + error.group(2)
        + ":"
        + error.group(3)
        + ":"
        + reason
        + details
        + ":TLS_error_end";
  }

  // What BoringSSL says of plain HTTP, and of anything else, where a record should begin.
  private static String strangeRecord(String message) {
    Matcher record = RECORD.matcher(message);
    return record.find() && HTTP_METHOD.matcher(record.group(1)).matches()
        ? Known.HTTP_REQUEST.text("")
        : Known.WRONG_VERSION_NUMBER.text("");
  }

  private static boolean isClosure(Throwable failure) {
    return failure.getCause() instanceof IOException
        || String.valueOf(failure.getMessage()).contains("closing inbound before");
  }
}
