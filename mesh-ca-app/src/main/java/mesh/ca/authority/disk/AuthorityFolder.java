package mesh.ca.authority.disk;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import mesh.ca.authority.Authority;
import mesh.ca.authority.AuthorityCertificates;
import mesh.ca.authority.Pem;
import mesh.config.InvalidConfigException;
import mesh.disk.SafeFile;
import mesh.identity.TrustDomain;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * An authority in a folder: {@code root.pem}, {@code root.key}, {@code intermediate.pem}, {@code
 * intermediate.key}. Keys are PKCS #8, encrypted (AES-256, PBKDF2), and readable by their owner
 * alone. What is missing is made; the intermediate is made anew before it ends.
 */
public final class AuthorityFolder {

  private static final Duration ROOT = Duration.ofDays(3650);
  private static final Duration INTERMEDIATE = Duration.ofDays(365);
  private static final Duration RENEWAL = Duration.ofDays(30); // before its end

  // The JDK's own knows no cipher by the name that PKCS #8 has for it.
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private final Path folder;
  private final char[] password;
  private final AuthorityCertificates certificates;
  private final TrustDomain trustDomain;
  private final SecureRandom random;
  private final InstantSource clock;

  /**
   * A folder, which need not be there.
   *
   * @param password of the keys
   */
  public AuthorityFolder(
      Path folder,
      char[] password,
      TrustDomain trustDomain,
      SecureRandom random,
      InstantSource clock) {
    this.folder = folder;
    this.password = password.clone();
    this.certificates = new AuthorityCertificates(random, trustDomain);
    this.trustDomain = trustDomain;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Opens the authority, or makes it.
   *
   * @throws InvalidConfigException if files are broken, the password is wrong, or the root is of
   *     another trust domain
   */
  public Authority open() {
    Instant now = clock.instant();
    if (!Files.exists(path("root.pem"))) {
      KeyPair key = certificates.newKey();
      save("root", key.getPrivate(), certificates.root(key, now, ROOT));
    }
    X509Certificate root = certificate("root");
    requireTrustDomain(root);
    boolean isFresh =
        Files.exists(path("intermediate.pem"))
            && certificate("intermediate").getNotAfter().toInstant().isAfter(now.plus(RENEWAL));
    if (!isFresh) {
      KeyPair key = certificates.newKey();
      var rootKey = new KeyPair(root.getPublicKey(), key("root"));
      save(
          "intermediate",
          key.getPrivate(),
          certificates.intermediate(key.getPublic(), rootKey, root, now, INTERMEDIATE));
    }
    return new Authority(key("intermediate"), List.of(certificate("intermediate"), root));
  }

  private void requireTrustDomain(X509Certificate root) {
    if (!root.getSubjectX500Principal().getName().contains("O=" + trustDomain)) {
      throw new InvalidConfigException(
          path("root.pem").toString(),
          root.getSubjectX500Principal().getName(),
          "a root of the trust domain " + trustDomain);
    }
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private void save(String name, PrivateKey key, X509Certificate certificate) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      var encryptor =
          new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
              .setProvider(PROVIDER)
              .setPassword(password)
              .setRandom(random)
              .build();
      writer.writeObject(new JcaPKCS8Generator(key, encryptor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("Every Java platform has AES", e);
    }
    SafeFile.write(path(name + ".key"), text.toString());
    SafeFile.write(path(name + ".pem"), Pem.of(certificate));
  }

  private X509Certificate certificate(String name) {
    Path file = path(name + ".pem");
    try {
      return Pem.certificates(Files.readString(file)).getFirst();
    } catch (IOException | RuntimeException e) {
      throw new InvalidConfigException(file.toString(), e.getMessage(), "a certificate in PEM");
    }
  }

  private PrivateKey key(String name) {
    Path file = path(name + ".key");
    try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
      if (parser.readObject() instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
        var decryptor =
            new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(PROVIDER).build(password);
        return new JcaPEMKeyConverter().getPrivateKey(encrypted.decryptPrivateKeyInfo(decryptor));
      }
      throw new InvalidConfigException(file.toString(), "no key", "an encrypted key (PKCS #8)");
    } catch (PKCSException e) {
      throw new InvalidConfigException(
          file.toString(),
          "a key that the password does not open",
          "mesh.ca.key-password of the key");
    } catch (IOException | OperatorCreationException e) {
      throw new InvalidConfigException(
          file.toString(), e.getMessage(), "an encrypted key (PKCS #8)");
    }
  }
}
