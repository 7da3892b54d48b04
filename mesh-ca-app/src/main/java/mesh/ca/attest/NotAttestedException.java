package mesh.ca.attest;

/** A caller is not who it says; the message is for the caller, and gives nothing away. */
public final class NotAttestedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotAttestedException(String message) {
    super(message);
  }
}
