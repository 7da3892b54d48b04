package mesh.ca.attest.mtls;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.Consumer;
import mesh.ca.attest.Attestor;
import mesh.ca.attest.Caller;
import mesh.ca.attest.NotAttestedException;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.Svid;

/** The identity in the certificate that a caller shows and has the key of. */
public final class CertificateAttestor implements Attestor {

  private final InstantSource clock;

  public CertificateAttestor(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "mtls";
  }

  @Override
  public Optional<SpiffeId> attest(Caller caller, Consumer<SpiffeId> check) {
    if (caller.certificates().isEmpty()) {
      return Optional.empty();
    }
    if (caller.certificateFault() != null) {
      throw new NotAttestedException(caller.certificateFault());
    }
    X509Certificate own = caller.certificates().getFirst();
    try {
      own.checkValidity(Date.from(clock.instant()));
      SpiffeId identity = Svid.id(own);
      check.accept(identity);
      return Optional.of(identity);
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new NotAttestedException("certificate is not valid now: " + e.getMessage());
    } catch (InvalidConfigException e) {
      throw new NotAttestedException("certificate has no identity of a mesh: " + e.getMessage());
    }
  }
}
