package mesh.identity.client;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** Asks the authority. Blocks. */
interface SigningCall {

  /**
   * Has a certificate signed.
   *
   * @param csr PEM
   * @return the certificate first, its root last, as the authority sent it: nothing is checked
   */
  List<X509Certificate> sign(String csr, Duration ttl, Proof proof) throws NotSignedException;
}
