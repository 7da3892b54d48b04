package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.Supported;
import org.jspecify.annotations.Nullable;

/**
 * Where a certificate and its key stand. Immutable. Files are read by {@link #load()}, again and
 * again.
 *
 * @param chain PEM, leaf first; null with {@code pkcs12}
 * @param key PEM; null with {@code pkcs12}
 * @param pkcs12 both in one; else null
 * @param password of the key or of {@code pkcs12}; null if there is none
 */
public record CertificateConfig(
    @Nullable DataSourceConfig chain,
    @Nullable DataSourceConfig key,
    @Nullable DataSourceConfig pkcs12,
    @Nullable DataSourceConfig password) {

  public static final Supported SUPPORTED =
      Supported.of(TlsCertificate.getDefaultInstance())
          .fields("certificate_chain", "private_key", "pkcs12", "password", "watched_directory")
          .and(DataSourceConfig.SUPPORTED, Supported.all(WatchedDirectory.getDefaultInstance()));

  /** Reads the message, not the files that it names. */
  public static CertificateConfig parse(TlsCertificate proto) {
    var config =
        new CertificateConfig(
            DataSourceConfig.parse(proto.getCertificateChain()),
            DataSourceConfig.parse(proto.getPrivateKey()),
            DataSourceConfig.parse(proto.getPkcs12()),
            DataSourceConfig.parse(proto.getPassword()));
    if (config.pkcs12 != null && (config.chain != null || config.key != null)) {
      throw new InvalidConfigException(
          "pkcs12", config.pkcs12, "nothing, or neither certificate_chain nor private_key");
    }
    if (config.pkcs12 == null && config.chain == null) {
      throw new InvalidConfigException("certificate_chain", null, "a certificate chain");
    }
    if (config.pkcs12 == null && config.key == null) {
      throw new InvalidConfigException("private_key", null, "the key of the certificate");
    }
    return config;
  }

  /** Reads certificate and key. */
  public Credential load() {
    String secret = password == null ? null : password.readText("password").strip();
    if (pkcs12 != null) {
      return fromStore(pkcs12, secret == null ? "" : secret).checked("pkcs12");
    }
    if (chain == null || key == null) {
      throw new IllegalStateException("parse() lets no certificate through without chain and key");
    }
    List<X509Certificate> certificates =
        PemBlock.certificates(chain.readText("certificate_chain"), "certificate_chain", chain);
    if (certificates.isEmpty()) {
      throw new InvalidConfigException("certificate_chain", chain, "at least one certificate");
    }
    PrivateKey own = PrivateKeys.read(key.readText("private_key"), secret, "private_key", key);
    return new Credential(own, certificates, chain.toString()).checked("private_key");
  }

  /** Files that {@link #load()} reads. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (DataSourceConfig source : sources()) {
      if (source instanceof DataSourceConfig.InFile(Path path)) {
        files.add(path);
      }
    }
    return files;
  }

  private List<DataSourceConfig> sources() {
    List<DataSourceConfig> sources = new ArrayList<>();
    Collections.addAll(sources, chain, key, pkcs12, password);
    sources.removeIf(source -> source == null);
    return sources;
  }

  private static Credential fromStore(DataSourceConfig source, String password) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(source.read("pkcs12")), password.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
          List<X509Certificate> chain = new ArrayList<>();
          for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
          }
          return new Credential(key, chain, source.toString());
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidConfigException("pkcs12", source, "PKCS#12 that can be read (" + e + ")");
    }
    throw new InvalidConfigException("pkcs12", source, "a key with its certificate chain");
  }
}
