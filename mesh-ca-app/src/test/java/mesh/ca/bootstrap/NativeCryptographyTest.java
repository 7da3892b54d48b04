package mesh.ca.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mesh.ca.authority.Authority;
import mesh.ca.authority.AuthorityCertificates;
import mesh.ca.csr.SigningRequest;
import mesh.ca.issue.Issuer;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCryptographyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SpiffeId SHOP = SpiffeId.parse("spiffe://mesh/ns/default/sa/shop");
  private static final int UNCOMPRESSED = 65; // 0x04, x and y of P-256

  private final AuthorityCertificates certificates =
      new AuthorityCertificates(new SecureRandom(), new TrustDomain("mesh"));

  @AfterEach
  void giveBack() {
    NativeCryptography.choose(false);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void standsInFrontOfTheJdk() throws Exception {
    NativeCryptography.choose(true);
    NativeCryptography.choose(true); // twice is as good as once

    assertThat(signer(certificates.newKey())).isEqualTo("AmazonCorrettoCryptoProvider");
  }

  @Test
  void givesWayToTheJdk() throws Exception {
    NativeCryptography.choose(true);
    NativeCryptography.choose(false);

    assertThat(signer(certificates.newKey())).isEqualTo("SunEC");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theJdkAgreesWithWhatIsSigned(boolean isNative) throws Exception {
    NativeCryptography.choose(isNative);
    KeyPair root = certificates.newKey();
    X509Certificate self = certificates.root(root, NOW, Duration.ofDays(1));
    var authority = new Authority(root.getPrivate(), List.of(self, self));
    var issuer = new Issuer(() -> authority, new SecureRandom(), InstantSource.fixed(NOW));
    SigningRequest request = SigningRequest.parse(Requests.plain(Requests.ec("secp256r1")));

    X509Certificate made = issuer.issue(request.key(), SHOP, Duration.ofHours(1)).parsed();

    NativeCryptography.choose(false);
    made.verify(self.getPublicKey(), "SunEC");
    assertThat(made.getPublicKey()).isEqualTo(request.key());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsPointsThatAreNotOnTheCurve(boolean isNative) throws Exception {
    NativeCryptography.choose(isNative);
    KeyPair key = certificates.newKey();
    byte[] encoded = key.getPublic().getEncoded();
    encoded[encoded.length - 1] ^= 1;

    assertRefused(encoded, new byte[] {0x30, 6, 2, 1, 1, 2, 1, 1});
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsSignaturesOfNothingButZeros(boolean isNative) throws Exception {
    NativeCryptography.choose(isNative);

    assertRefused(
        certificates.newKey().getPublic().getEncoded(), new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0});
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsSignaturesOutOfTheGroup(boolean isNative) throws Exception {
    NativeCryptography.choose(isNative);
    var key = (ECPublicKey) certificates.newKey().getPublic();
    byte[] order = key.getParams().getOrder().toByteArray(); // as r and as s

    var signature = new java.io.ByteArrayOutputStream();
    signature.writeBytes(new byte[] {0x30, (byte) (2 * (2 + order.length))});
    for (int i = 0; i < 2; i++) {
      signature.writeBytes(new byte[] {2, (byte) order.length});
      signature.writeBytes(order);
    }

    assertThat(new BigInteger(order).bitLength()).isEqualTo(256);
    assertRefused(key.getEncoded(), signature.toByteArray());
  }

  private static void assertRefused(byte[] key, byte[] signature) throws Exception {
    assertThat(key.length).isGreaterThan(UNCOMPRESSED);
    var info =
        new CertificationRequestInfo(
            new X500Name("CN=x"), SubjectPublicKeyInfo.getInstance(key), null);
    var request =
        new CertificationRequest(
            info,
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
            new DERBitString(signature));
    String pem = Requests.pem("CERTIFICATE REQUEST", request.getEncoded());

    assertThatThrownBy(() -> SigningRequest.parse(pem))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("csr: ");
  }

  private static String signer(KeyPair key) throws Exception {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key.getPrivate());
    return signature.getProvider().getName();
  }
}
