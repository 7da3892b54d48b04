package mesh.proxy.tls.peer;

import java.security.cert.CertificateException;

/** A peer's certificate is not what the configuration asks for. */
public final class PeerRefused extends CertificateException {

  private static final long serialVersionUID = 1;

  private static final int UNNAMED = 43; // has no alert of its own: certificate_unknown

  /** What was wrong; each is counted on its own. */
  public enum Kind {
    /** No chain to a trust anchor, expired, revoked. */
    CHAIN,
    /** None of the wanted names. */
    NAMES,
    /** None of the wanted hashes. */
    HASH
  }

  private final Kind kind;
  private final int verifyError;

  PeerRefused(Kind kind, int verifyError, String text) {
    super(text);
    this.kind = kind;
    this.verifyError = verifyError;
  }

  PeerRefused(Kind kind, String text) {
    this(kind, UNNAMED, text);
  }

  /** OpenSSL's {@code X509_V_ERR_…}, which decides on the alert that the peer is sent. */
  int verifyError() {
    return verifyError;
  }

  public Kind kind() {
    return kind;
  }

  // Refusals are answers, not accidents: nobody reads where they were made.
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
