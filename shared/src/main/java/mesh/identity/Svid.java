package mesh.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import mesh.config.InvalidConfigException;

/** Reads <a href="https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md">SVIDs</a>. */
public final class Svid {

  private static final int URI = 6; // RFC 5280 section 4.2.1.6
  private static final String FIELD = "certificate";

  private Svid() {}

  /**
   * Whose certificate it is. Says nothing about whether it is genuine.
   *
   * @throws InvalidConfigException if it is nobody's of a mesh
   */
  public static SpiffeId id(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      List<String> uris =
          names == null
              ? List.of()
              : names.stream()
                  .filter(name -> Integer.valueOf(URI).equals(name.getFirst()))
                  .map(name -> String.valueOf(name.get(1)))
                  .toList();
      if (uris.size() != 1) { // X509-SVID section 2
        throw new InvalidConfigException(FIELD, uris.size() + " URIs", "one, spiffe://...");
      }
      return SpiffeId.parse(uris.getFirst());
    } catch (CertificateParsingException e) {
      throw new InvalidConfigException(FIELD, e.getMessage(), "names that can be read");
    }
  }
}
