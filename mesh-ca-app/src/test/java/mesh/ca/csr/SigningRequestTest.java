package mesh.ca.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.stream.Stream;
import mesh.config.InvalidConfigException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SigningRequestTest {

  @Test
  void takesTheKeyOfARequestThatProvesIt() throws Exception {
    KeyPair key = ec("secp256r1");

    assertThat(SigningRequest.parse(request(key, key, "SHA256withECDSA")).key())
        .isEqualTo(key.getPublic());
  }

  static Stream<Arguments> refused() throws Exception {
    KeyPair key = ec("secp256r1");
    String good = request(key, key, "SHA256withECDSA");
    return Stream.of(
        Arguments.of("", "csr: nothing (expected: a PKCS #10 request in PEM)"),
        Arguments.of("junk", "csr: no PEM (expected: a PKCS #10 request in PEM)"),
        Arguments.of("x".repeat(70_000), "csr: 70000 characters (expected: <= 65536)"),
        Arguments.of(
            request(key, ec("secp256r1"), "SHA256withECDSA"),
            "csr: a wrong signature (expected: one by the key in the request)"),
        Arguments.of(
            request(rsa(1024), "SHA256withRSA"),
            "csr: RSA 1024 (expected: RSA 2048..8192, P-256 or P-384)"),
        Arguments.of(
            request(ec("secp521r1"), "SHA256withECDSA"),
            "csr: EC 521 (expected: RSA 2048..8192, P-256 or P-384)"),
        Arguments.of(good.replace("CERTIFICATE REQUEST", "CERTIFICATE"), "csr:"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(String csr, String message) {
    assertThatThrownBy(() -> SigningRequest.parse(csr))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith(message);
  }

  private static KeyPair ec(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String request(KeyPair key, String algorithm) throws Exception {
    return request(key, key, algorithm);
  }

  private static String request(KeyPair key, KeyPair signer, String algorithm) throws Exception {
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), key.getPublic())
            .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(request);
    }
    return text.toString();
  }
}
