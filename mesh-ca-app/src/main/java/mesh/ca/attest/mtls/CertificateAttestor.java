package mesh.ca.attest.mtls;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mesh.ca.attest.Attestor;
import mesh.ca.attest.Caller;
import mesh.ca.attest.NotAttestedException;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;

/** The identity in the certificate that a caller shows and has the key of. */
public final class CertificateAttestor implements Attestor {

  private static final int URI = 6; // RFC 5280 section 4.2.1.6, uniformResourceIdentifier

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
      SpiffeId identity = identity(own);
      check.accept(identity);
      return Optional.of(identity);
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new NotAttestedException("certificate is not valid now: " + e.getMessage());
    } catch (CertificateParsingException | InvalidConfigException e) {
      throw new NotAttestedException("certificate has no identity of a mesh: " + e.getMessage());
    }
  }

  private static SpiffeId identity(X509Certificate certificate) throws CertificateParsingException {
    var names = certificate.getSubjectAlternativeNames();
    List<String> uris =
        names == null
            ? List.of()
            : names.stream()
                .filter(name -> Integer.valueOf(URI).equals(name.getFirst()))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    if (uris.size() != 1) { // X509-SVID section 2
      throw new NotAttestedException("certificate has " + uris.size() + " URIs and not one");
    }
    return SpiffeId.parse(uris.getFirst());
  }
}
