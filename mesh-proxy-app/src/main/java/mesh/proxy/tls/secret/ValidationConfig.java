package mesh.proxy.tls.secret;

import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.DataSourceConfig;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.tls.peer.ChainCheck;
import mesh.proxy.tls.peer.NameMatch;
import mesh.proxy.tls.peer.NameMatchConfig;
import mesh.proxy.tls.peer.NameType;
import mesh.proxy.tls.peer.PeerCheck;
import org.jspecify.annotations.Nullable;

/**
 * How peers are checked, and where the trust anchors stand. Immutable. Files are read by {@link
 * #load}, again and again.
 *
 * @param trusted PEM of anchors, and of revocation lists if there are any; null trusts nobody
 * @param revoked PEM of revocation lists; null if there are none
 * @param spiffe anchors for each trust domain, in place of {@code trusted}; else null
 */
public record ValidationConfig(
    @Nullable DataSourceConfig trusted,
    @Nullable DataSourceConfig revoked,
    @Nullable SpiffeConfig spiffe,
    boolean leafRevocationOnly,
    boolean expiredToo,
    int maxDepth,
    PeerCheck.Wanted wanted) {

  public static final Supported SUPPORTED =
      Supported.of(CertificateValidationContext.getDefaultInstance())
          .fields(
              "trusted_ca",
              "watched_directory",
              "verify_certificate_spki",
              "verify_certificate_hash",
              "match_typed_subject_alt_names",
              "match_subject_alt_names",
              "crl",
              "allow_expired_certificate",
              "trust_chain_verification",
              "custom_validator_config",
              "only_verify_leaf_cert_crl",
              "max_verify_depth")
          .and(
              DataSourceConfig.SUPPORTED,
              SpiffeConfig.SUPPORTED,
              StringMatchConfig.SUPPORTED,
              Supported.all(WatchedDirectory.getDefaultInstance()),
              Supported.all(TypedExtensionConfig.getDefaultInstance()),
              NameMatchConfig.SUPPORTED);

  private static final int SHA256_BYTES = 32;

  /**
   * Reads the message, not the files that it names.
   *
   * @param serverName {@code auto_sni_san_validation}
   */
  public static ValidationConfig parse(CertificateValidationContext proto, boolean serverName) {
    SpiffeConfig spiffe =
        proto.hasCustomValidatorConfig()
            ? ProtoValue.under(
                "custom_validator_config",
                () -> SpiffeConfig.parse(proto.getCustomValidatorConfig()))
            : null;
    List<NameMatch> names = names(proto);
    if (spiffe != null) {
      names = names.stream().filter(name -> name.type() == NameType.URI).toList();
    }
    var wanted =
        new PeerCheck.Wanted(
            names,
            certificateHashes(proto.getVerifyCertificateHashList()),
            keyHashes(proto.getVerifyCertificateSpkiList()),
            serverName,
            proto.getTrustChainVerification() == TrustChainVerification.ACCEPT_UNTRUSTED);
    var config =
        new ValidationConfig(
            DataSourceConfig.parse(proto.getTrustedCa()),
            DataSourceConfig.parse(proto.getCrl()),
            spiffe,
            proto.getOnlyVerifyLeafCertCrl(),
            proto.getAllowExpiredCertificate(),
            proto.hasMaxVerifyDepth() ? proto.getMaxVerifyDepth().getValue() : -1,
            wanted);
    config.refuseNamesOfStrangers(serverName);
    return config;
  }

  /** Reads the anchors. */
  public PeerCheck load(LongSupplier millisClock) {
    return new PeerCheck(trust(), wanted, millisClock);
  }

  /** Files that {@link #load} reads. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>(spiffe == null ? List.of() : spiffe.files());
    if (trusted instanceof DataSourceConfig.InFile(Path path)) {
      files.add(path);
    }
    if (revoked instanceof DataSourceConfig.InFile(Path path)) {
      files.add(path);
    }
    return files;
  }

  private PeerCheck.Trust trust() {
    if (spiffe != null) {
      return spiffe.load(expiredToo);
    }
    if (trusted == null) {
      return new PeerCheck.Anyone();
    }
    String pem = trusted.readText("trusted_ca");
    List<X509Certificate> anchors = PemBlock.certificates(pem, "trusted_ca", trusted);
    if (anchors.isEmpty()) {
      throw new InvalidConfigException("trusted_ca", trusted, "at least one certificate");
    }
    List<X509CRL> lists = new ArrayList<>(PemBlock.revocations(pem, "trusted_ca", trusted));
    if (revoked != null) {
      lists.addAll(PemBlock.revocations(revoked.readText("crl"), "crl", revoked));
    }
    var settings = new ChainCheck.Settings(lists, leafRevocationOnly, expiredToo, maxDepth);
    return new PeerCheck.Anchored(new ChainCheck(anchors, settings), anchors);
  }

  private void refuseNamesOfStrangers(boolean serverName) {
    if (trusted != null || spiffe != null) {
      return;
    }
    if (serverName) {
      throw new InvalidConfigException(
          "trusted_ca", null, "a trust anchor, because of auto_sni_san_validation");
    }
    if (!wanted.names().isEmpty()) {
      throw new InvalidConfigException(
          "trusted_ca", null, "a trust anchor: anybody can write names into a certificate");
    }
  }

  @SuppressWarnings("deprecation") // match_subject_alt_names is still in use
  private static List<NameMatch> names(CertificateValidationContext proto) {
    List<NameMatch> names = new ArrayList<>();
    if (proto.getMatchTypedSubjectAltNamesCount() > 0) {
      for (int at = 0; at < proto.getMatchTypedSubjectAltNamesCount(); at++) {
        SubjectAltNameMatcher matcher = proto.getMatchTypedSubjectAltNames(at);
        String field = "match_typed_subject_alt_names[" + at + "]";
        names.add(ProtoValue.under(field, () -> NameMatchConfig.parse(matcher)));
      }
      return names;
    }
    for (int at = 0; at < proto.getMatchSubjectAltNamesCount(); at++) {
      var matcher = proto.getMatchSubjectAltNames(at);
      var pattern =
          ProtoValue.under(
              "match_subject_alt_names[" + at + "]", () -> StringMatchConfig.parse(matcher));
      for (NameType type :
          List.of(NameType.DNS, NameType.URI, NameType.EMAIL, NameType.IP_ADDRESS)) {
        names.add(new NameMatch(type, pattern, ""));
      }
    }
    return names;
  }

  private static List<byte[]> certificateHashes(List<String> texts) {
    List<byte[]> hashes = new ArrayList<>();
    for (int at = 0; at < texts.size(); at++) {
      String text = texts.get(at);
      hashes.add(
          hash(
              "verify_certificate_hash[" + at + "]",
              text,
              "SHA-256, hexadecimal",
              () -> HexFormat.of().parseHex(text.replace(":", ""))));
    }
    return hashes;
  }

  private static List<byte[]> keyHashes(List<String> texts) {
    List<byte[]> hashes = new ArrayList<>();
    for (int at = 0; at < texts.size(); at++) {
      String text = texts.get(at);
      hashes.add(
          hash(
              "verify_certificate_spki[" + at + "]",
              text,
              "SHA-256, Base64",
              () -> Base64.getDecoder().decode(text)));
    }
    return hashes;
  }

  private static byte[] hash(String field, String text, String expected, Supplier<byte[]> decoder) {
    try {
      byte[] decoded = decoder.get();
      if (decoded.length == SHA256_BYTES) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(field, text, expected + " (" + e.getMessage() + ")");
    }
    throw new InvalidConfigException(field, text, expected);
  }
}
