package mesh.identity.csr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import mesh.identity.SpiffeId;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Read by an implementation of somebody else. */
class CertificateRequestTest {

  private final KeyPair key = newKey();

  @Test
  void isSignedByTheKeyThatItIsFor() throws Exception {
    var request = parsed("spiffe://cluster.local/ns/shop/sa/stock");

    assertThat(request.getPublicKey()).isEqualTo(key.getPublic());
    var proof = new JcaContentVerifierProviderBuilder().build(key.getPublic());
    assertThat(request.isSignatureValid(proof)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 100, 150, 253}) // around the lengths that take one octet more
  void hasTheIdentityAsItsOnlyName(int length) throws Exception {
    String id = "spiffe://cluster.local/ns/shop/sa/" + "a".repeat(length);

    Extension names =
        parsed(id).getRequestedExtensions().getExtension(Extension.subjectAlternativeName);

    assertThat(names.isCritical()).isTrue();
    assertThat(GeneralNames.getInstance(names.getParsedValue()).getNames())
        .containsExactly(new GeneralName(GeneralName.uniformResourceIdentifier, id));
  }

  @Test
  void hasNoSubject() throws Exception {
    var request = parsed("spiffe://cluster.local/ns/shop/sa/stock");

    assertThat(request.getSubject().getRDNs()).isEmpty();
  }

  private JcaPKCS10CertificationRequest parsed(String id) throws Exception {
    String pem = CertificateRequest.pem(SpiffeId.parse(id), key);
    var read = new PEMParser(new StringReader(pem)).readObject();
    return new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) read);
  }

  private static KeyPair newKey() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
