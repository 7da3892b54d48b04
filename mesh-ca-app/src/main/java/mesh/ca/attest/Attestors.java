package mesh.ca.attest;

import java.util.List;
import java.util.Optional;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;

/** All ways of telling who a caller is, in order. Immutable. */
public final class Attestors {

  private final List<Attestor> attestors;
  private final TrustDomain trustDomain;

  public Attestors(List<Attestor> attestors, TrustDomain trustDomain) {
    this.attestors = List.copyOf(attestors);
    this.trustDomain = trustDomain;
  }

  /** Who a caller is, and how it was told. */
  public record Attested(SpiffeId identity, String by) {}

  /**
   * Asks one after the other.
   *
   * @throws NotAttestedException if nobody can tell, or the identity is not of this mesh
   */
  public Attested attest(Caller caller) {
    for (Attestor attestor : attestors) {
      Optional<SpiffeId> identity = attestor.attest(caller);
      if (identity.isPresent()) {
        if (!identity.get().trustDomain().equals(trustDomain)) {
          throw new NotAttestedException(
              "identity " + identity.get() + " is not of the trust domain " + trustDomain);
        }
        return new Attested(identity.get(), attestor.name());
      }
    }
    throw new NotAttestedException(
        "no credentials: send a join token as 'authorization: Bearer TOKEN', or a certificate of "
            + "this mesh by TLS");
  }
}
