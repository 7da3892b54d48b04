package mesh.proxy.tls.peer;

/** What can be wrong with a chain; numbers and texts are OpenSSL's {@code X509_V_ERR_…}. */
enum ChainFault {
  NO_CRL(3, "unable to get certificate CRL"),
  BAD_SIGNATURE(7, "certificate signature failure"),
  NOT_YET_VALID(9, "certificate is not yet valid"),
  EXPIRED(10, "certificate has expired"),
  CRL_EXPIRED(12, "CRL has expired"),
  SELF_SIGNED_LEAF(18, "self signed certificate"),
  SELF_SIGNED_IN_CHAIN(19, "self signed certificate in certificate chain"),
  NO_ISSUER(20, "unable to get local issuer certificate"),
  TOO_LONG(22, "certificate chain too long"),
  REVOKED(23, "certificate revoked"),
  INVALID_CA(24, "invalid CA certificate"),
  WRONG_PURPOSE(26, "unsupported certificate purpose"),
  WEAK_DIGEST(68, "CA md too weak");

  private final int number;
  private final String text;

  ChainFault(int number, String text) {
    this.number = number;
    this.text = text;
  }

  PeerRefused at(int depth) {
    return new PeerRefused(
        PeerRefused.Kind.CHAIN,
        number,
        "verify cert failed: X509_verify_cert: certificate verification error at depth "
            + depth
            + ": "
            + text);
  }
}
