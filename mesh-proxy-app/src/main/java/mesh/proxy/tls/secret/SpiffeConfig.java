package mesh.proxy.tls.secret;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SPIFFECertValidatorConfig;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.Supported;
import mesh.proxy.config.read.TypedConfig;
import mesh.proxy.tls.peer.ChainCheck;
import mesh.proxy.tls.peer.SpiffeTrust;
import org.jspecify.annotations.Nullable;

/**
 * Trust anchors for each SPIFFE trust domain: {@code envoy.tls.cert_validator.spiffe}. Immutable.
 *
 * @param domains PEM by trust domain; empty with {@code bundles}
 * @param bundles a SPIFFE trust bundle map, JSON; else null
 */
public record SpiffeConfig(
    Map<String, DataSourceConfig> domains, @Nullable DataSourceConfig bundles) {

  static final Supported SUPPORTED =
      Supported.all(SPIFFECertValidatorConfig.getDefaultInstance())
          .and(Supported.all(SPIFFECertValidatorConfig.TrustDomain.getDefaultInstance()));

  public SpiffeConfig {
    domains = Map.copyOf(domains);
  }

  static SpiffeConfig parse(TypedExtensionConfig extension) {
    if (!extension.getTypedConfig().is(SPIFFECertValidatorConfig.class)) {
      throw new InvalidConfigException(
          "typed_config.@type",
          extension.getTypedConfig().getTypeUrl(),
          SPIFFECertValidatorConfig.getDescriptor().getFullName());
    }
    try {
      return parse(
          TypedConfig.open(
              extension.getTypedConfig(),
              SPIFFECertValidatorConfig.getDefaultInstance(),
              SUPPORTED.and(DataSourceConfig.SUPPORTED)));
    } catch (InvalidConfigException e) {
      throw e.under("typed_config");
    }
  }

  private static SpiffeConfig parse(SPIFFECertValidatorConfig proto) {
    DataSourceConfig bundles = DataSourceConfig.parse(proto.getTrustBundles());
    Map<String, DataSourceConfig> domains = new LinkedHashMap<>();
    for (int at = 0; bundles == null && at < proto.getTrustDomainsCount(); at++) {
      var domain = proto.getTrustDomains(at);
      String field = "trust_domains[" + at + "]";
      DataSourceConfig bundle = DataSourceConfig.parse(domain.getTrustBundle());
      if (bundle == null) {
        throw new InvalidConfigException(field + ".trust_bundle", null, "a data source");
      }
      if (domains.put(domain.getName(), bundle) != null) {
        throw new InvalidConfigException(
            field + ".name", domain.getName(), "one bundle for each trust domain");
      }
    }
    if (domains.isEmpty() && bundles == null) {
      throw new InvalidConfigException("trust_domains", "[]", "at least one trust domain");
    }
    return new SpiffeConfig(domains, bundles);
  }

  SpiffeTrust load(boolean expiredToo) {
    Map<String, ChainCheck> checks = new LinkedHashMap<>();
    List<X509Certificate> all = new ArrayList<>();
    anchors()
        .forEach(
            (domain, anchors) -> {
              var settings = new ChainCheck.Settings(List.of(), false, expiredToo, -1);
              checks.put(domain, new ChainCheck(anchors, settings));
              all.addAll(anchors);
            });
    return new SpiffeTrust(checks, all);
  }

  /** Files that {@link #load} reads. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    domains.values().forEach(source -> add(source, files));
    if (bundles != null) {
      add(bundles, files);
    }
    return files;
  }

  private static void add(DataSourceConfig source, List<Path> files) {
    if (source instanceof DataSourceConfig.InFile(Path path)) {
      files.add(path);
    }
  }

  private Map<String, List<X509Certificate>> anchors() {
    if (bundles != null) {
      return bundleMap(bundles.readText("trust_bundles"));
    }
    Map<String, List<X509Certificate>> anchors = new LinkedHashMap<>();
    domains.forEach(
        (domain, source) -> {
          String field = "trust_domains." + domain;
          List<X509Certificate> found =
              PemBlock.certificates(source.readText(field), field, source);
          if (found.isEmpty()) {
            throw new InvalidConfigException(field, source, "at least one certificate");
          }
          anchors.put(domain, found);
        });
    return anchors;
  }

  // {"trust_domains": {"example.org": {"keys": [{"use": "x509-svid", "x5c": ["MII…"]}]}}}
  private Map<String, List<X509Certificate>> bundleMap(String json) {
    var document = Struct.newBuilder();
    try {
      JsonFormat.parser().merge(json, document);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidConfigException("trust_bundles", bundles, "JSON (" + e.getMessage() + ")");
    }
    Map<String, List<X509Certificate>> anchors = new LinkedHashMap<>();
    field(document.build(), "trust_domains")
        .getStructValue()
        .getFieldsMap()
        .forEach((domain, bundle) -> anchors.put(domain, keys(domain, bundle.getStructValue())));
    if (anchors.isEmpty()) {
      throw new InvalidConfigException(
          "trust_bundles", bundles, "trust_domains with a bundle each");
    }
    return anchors;
  }

  private List<X509Certificate> keys(String domain, Struct bundle) {
    List<X509Certificate> anchors = new ArrayList<>();
    for (Value key : field(bundle, "keys").getListValue().getValuesList()) {
      Struct jwk = key.getStructValue();
      if (field(jwk, "use").getStringValue().equals("x509-svid")) {
        for (Value certificate : field(jwk, "x5c").getListValue().getValuesList()) {
          anchors.add(certificate(domain, certificate.getStringValue()));
        }
      }
    }
    if (anchors.isEmpty()) {
      throw new InvalidConfigException(
          "trust_bundles", domain, "a key with use x509-svid and a certificate in x5c");
    }
    return anchors;
  }

  private static Value field(Struct struct, String name) {
    return struct.getFieldsOrDefault(name, Value.getDefaultInstance());
  }

  private static X509Certificate certificate(String domain, String base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new InvalidConfigException(
          "trust_bundles", domain, "Base64 of X.509 in x5c (" + e.getMessage() + ")");
    }
  }
}
