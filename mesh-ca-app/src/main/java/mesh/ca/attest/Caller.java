package mesh.ca.attest;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller shows. Immutable.
 *
 * @param bearer token of the {@code authorization} header; null if there is none
 * @param certificates of its TLS connection, its own first; verified; empty without
 * @param address for the audit
 */
public record Caller(@Nullable String bearer, List<X509Certificate> certificates, String address) {

  public Caller {
    certificates = List.copyOf(certificates);
  }
}
