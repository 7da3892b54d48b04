package mesh.ca.attest;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller shows. Immutable.
 *
 * @param bearer token of the {@code authorization} header; null if there is none
 * @param certificates of its TLS connection, its own first; it has the key; empty without
 * @param certificateFault why they do not lead to our root; null if they do, or there are none
 * @param address for the audit
 */
public record Caller(
    @Nullable String bearer,
    List<X509Certificate> certificates,
    @Nullable String certificateFault,
    String address) {

  public Caller {
    certificates = List.copyOf(certificates);
  }
}
