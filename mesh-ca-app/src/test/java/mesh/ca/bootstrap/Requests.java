package mesh.ca.bootstrap;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Requests for certificates, right and wrong. */
final class Requests {

  private static final Provider BC = new BouncyCastleProvider(); // also has what the JDK gave up

  private Requests() {}

  /** What a request is made of; the fields that are not named say nothing. */
  record Wish(KeyPair key, KeyPair signer, String algorithm, Extensions extensions) {

    String pem() throws Exception {
      var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), key.getPublic());
      var generator = new ExtensionsGenerator();
      extensions.addTo(generator);
      if (!generator.isEmpty()) {
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, generator.generate());
      }
      var signature = new JcaContentSignerBuilder(algorithm).setProvider(BC);
      return text(builder.build(signature.build(signer.getPrivate())));
    }
  }

  /** Adds to what is asked for. */
  interface Extensions {
    void addTo(ExtensionsGenerator generator) throws Exception;
  }

  static String plain(KeyPair key) throws Exception {
    return with(key, generator -> {});
  }

  static String with(KeyPair key, Extensions extensions) throws Exception {
    return new Wish(key, key, algorithm(key), extensions).pem();
  }

  static String named(KeyPair key, GeneralName... names) throws Exception {
    return with(
        key,
        generator ->
            generator.addExtension(
                Extension.subjectAlternativeName, true, new GeneralNames(names)));
  }

  static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }

  static String asAuthority(KeyPair key) throws Exception {
    return with(
        key,
        generator ->
            generator.addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  static String withUsage(KeyPair key, int usage) throws Exception {
    return with(
        key, generator -> generator.addExtension(Extension.keyUsage, true, new KeyUsage(usage)));
  }

  /** Signed by a key that is not in it. */
  static String unproven(KeyPair key, KeyPair other) throws Exception {
    return new Wish(key, other, algorithm(other), generator -> {}).pem();
  }

  static KeyPair ec(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC", BC);
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  static KeyPair p256() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static KeyPair key(String algorithm, int bits) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  static KeyPair ed25519() throws Exception {
    return KeyPairGenerator.getInstance("Ed25519", BC).generateKeyPair();
  }

  /** A public key that would take seconds to check, without the time that it takes to make it. */
  static KeyPair hugeRsa(KeyPair small) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(16_383).add(BigInteger.ONE);
    PublicKey huge =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
    return new KeyPair(huge, small.getPrivate());
  }

  static String text(Object object) throws Exception {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  static String pem(String kind, byte[] content) throws Exception {
    return text(new PemObject(kind, content));
  }

  private static String algorithm(KeyPair key) {
    return switch (key.getPrivate().getAlgorithm()) {
      case "EC", "ECDSA" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      case "DSA" -> "SHA256withDSA";
      default -> "Ed25519";
    };
  }
}
