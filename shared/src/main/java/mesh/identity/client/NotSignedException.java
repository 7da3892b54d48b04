package mesh.identity.client;

/** There is no new certificate; the message is for a person. */
final class NotSignedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean refusesProof;

  /**
   * No certificate.
   *
   * @param refusesProof true if another proof of who we are may help
   */
  private NotSignedException(String message, boolean refusesProof) {
    super(message);
    this.refusesProof = refusesProof;
  }

  static NotSignedException because(String message) {
    return new NotSignedException(message, false);
  }

  static NotSignedException proofRefused(String message) {
    return new NotSignedException(message, true);
  }

  boolean refusesProof() {
    return refusesProof;
  }
}
