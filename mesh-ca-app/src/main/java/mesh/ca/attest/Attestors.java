package mesh.ca.attest;

import java.util.List;
import java.util.Optional;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;
import org.jspecify.annotations.Nullable;

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
   * @param wanted identity that the caller asks for; null if it leaves that to us
   * @throws NotAttestedException if nobody can tell, or the identity is not of this mesh, or
   *     another one than the caller asks for
   */
  public Attested attest(Caller caller, @Nullable String wanted) {
    for (Attestor attestor : attestors) {
      Optional<SpiffeId> identity = attestor.attest(caller, found -> require(found, wanted));
      if (identity.isPresent()) {
        return new Attested(identity.get(), attestor.name());
      }
    }
    throw new NotAttestedException(
        "no credentials: send a join token as 'authorization: Bearer TOKEN', or a certificate of "
            + "this mesh by TLS");
  }

  private void require(SpiffeId identity, @Nullable String wanted) {
    if (!identity.trustDomain().equals(trustDomain)) {
      throw new NotAttestedException(
          "identity " + identity + " is not of the trust domain " + trustDomain);
    }
    if (wanted != null && !wanted.equals(identity.toString())) {
      throw new NotAttestedException(
          "the request asks for " + wanted + ", and the caller is " + identity);
    }
  }
}
