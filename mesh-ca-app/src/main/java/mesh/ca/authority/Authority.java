package mesh.ca.authority;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who signs. Immutable.
 *
 * @param key of the first certificate of the chain
 * @param chain the intermediate that signs, then the root
 * @param pems the chain as text, written once and sent with each certificate
 */
public record Authority(PrivateKey key, List<X509Certificate> chain, List<String> pems) {

  public Authority(PrivateKey key, List<X509Certificate> chain) {
    this(key, chain, chain.stream().map(Pem::of).toList());
  }

  public Authority {
    chain = List.copyOf(chain);
    pems = List.copyOf(pems);
  }

  /** The certificate whose key signs. */
  public X509Certificate signer() {
    return chain.getFirst();
  }

  /** What others trust. */
  public X509Certificate root() {
    return chain.getLast();
  }
}
