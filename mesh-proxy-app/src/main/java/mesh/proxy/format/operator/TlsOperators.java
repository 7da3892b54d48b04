package mesh.proxy.format.operator;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.format.text.CertificateText;
import mesh.proxy.format.text.CertificateText.NameType;
import mesh.proxy.format.time.TimePattern;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Operators that print what TLS told of both sides. */
final class TlsOperators {

  private static final String SHA_1 = "SHA-1";
  private static final String SHA_256 = "SHA-256";

  private TlsOperators() {}

  /** The handshake of one of the two connections of a stream; null without TLS. */
  @FunctionalInterface
  private interface Side {

    @Nullable TlsInfo of(StreamInfo info);

    default @Nullable X509Certificate peer(StreamInfo info) {
      TlsInfo tls = of(info);
      return tls == null ? null : tls.peerLeaf();
    }

    default @Nullable X509Certificate local(StreamInfo info) {
      TlsInfo tls = of(info);
      return tls == null ? null : tls.local();
    }
  }

  /** One of the certificates of a stream. */
  @FunctionalInterface
  private interface Certificate {

    @Nullable X509Certificate of(StreamInfo info);
  }

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    add(all, "DOWNSTREAM", info -> info.connection.tls());
    add(
        all,
        "UPSTREAM",
        info -> info.upstreamConnection == null ? null : info.upstreamConnection.tls());
    Values.text(
        all,
        "UPSTREAM_SERVER_NAME",
        info ->
            info.upstreamConnection == null
                ? null
                : Values.orNull(info.upstreamConnection.serverName()));
    Values.text(all, "TLS_JA3_FINGERPRINT", info -> Values.orNull(info.connection.ja3()));
    Values.text(all, "TLS_JA4_FINGERPRINT", info -> Values.orNull(info.connection.ja4()));
  }

  private static void add(
      Map<String, Function<OperatorCall, Operator>> all, String prefix, Side side) {
    Values.text(all, prefix + "_TLS_VERSION", info -> ofTls(side.of(info), TlsInfo::version));
    Values.text(all, prefix + "_TLS_CIPHER", info -> ofTls(side.of(info), TlsInfo::cipher));
    Values.text(all, prefix + "_TLS_SESSION_ID", info -> ofTls(side.of(info), TlsInfo::sessionId));
    addNames(all, prefix + "_PEER", side::peer);
    addNames(all, prefix + "_LOCAL", side::local);
    certificate(
        all,
        prefix + "_PEER_ISSUER",
        side::peer,
        peer -> CertificateText.name(peer.getIssuerX500Principal()));
    certificate(all, prefix + "_PEER_SERIAL", side::peer, CertificateText::serial);
    certificate(
        all,
        prefix + "_PEER_FINGERPRINT_256",
        side::peer,
        peer -> CertificateText.fingerprint(peer, SHA_256));
    certificate(
        all,
        prefix + "_PEER_FINGERPRINT_1",
        side::peer,
        peer -> CertificateText.fingerprint(peer, SHA_1));
    certificate(all, prefix + "_PEER_CERT", side::peer, CertificateText::urlEncodedPem);
    all.put(
        prefix + "_PEER_CERT_V_START",
        call -> date(call, side::peer, X509Certificate::getNotBefore));
    all.put(
        prefix + "_PEER_CERT_V_END", call -> date(call, side::peer, X509Certificate::getNotAfter));
    chain(all, prefix + "_PEER_CHAIN_SERIALS", side, CertificateText::serial);
    chain(
        all,
        prefix + "_PEER_CHAIN_FINGERPRINTS_256",
        side,
        each -> CertificateText.fingerprint(each, SHA_256));
    chain(
        all,
        prefix + "_PEER_CHAIN_FINGERPRINTS_1",
        side,
        each -> CertificateText.fingerprint(each, SHA_1));
  }

  private static void addNames(
      Map<String, Function<OperatorCall, Operator>> all, String prefix, Certificate source) {
    certificate(
        all,
        prefix + "_SUBJECT",
        source,
        each -> CertificateText.name(each.getSubjectX500Principal()));
    certificate(
        all,
        prefix + "_URI_SAN",
        source,
        each -> CertificateText.alternativeNames(each, NameType.URI));
    certificate(
        all,
        prefix + "_DNS_SAN",
        source,
        each -> CertificateText.alternativeNames(each, NameType.DNS));
    certificate(
        all,
        prefix + "_IP_SAN",
        source,
        each -> CertificateText.alternativeNames(each, NameType.IP));
    certificate(
        all,
        prefix + "_EMAIL_SAN",
        source,
        each -> CertificateText.alternativeNames(each, NameType.EMAIL));
    certificate(
        all,
        prefix + "_OTHERNAME_SAN",
        source,
        each -> CertificateText.alternativeNames(each, NameType.OTHER));
  }

  /** Prints a part of a certificate; null if it does not have it. */
  @FunctionalInterface
  private interface Part {

    @Nullable String of(X509Certificate certificate);
  }

  private static void certificate(
      Map<String, Function<OperatorCall, Operator>> all,
      String name,
      Certificate source,
      Part part) {
    Values.text(
        all,
        name,
        info -> {
          X509Certificate certificate = source.of(info);
          String text = certificate == null ? null : part.of(certificate);
          return text == null ? null : Values.orNull(text);
        });
  }

  private static void chain(
      Map<String, Function<OperatorCall, Operator>> all,
      String name,
      Side side,
      Function<X509Certificate, String> part) {
    Values.text(
        all,
        name,
        info -> {
          TlsInfo tls = side.of(info);
          return tls == null || tls.peer().isEmpty()
              ? null
              : tls.peer().stream().map(part).collect(Collectors.joining(","));
        });
  }

  private static Operator date(
      OperatorCall call, Certificate source, Function<X509Certificate, Date> date) {
    TimePattern pattern = TimeOperators.pattern(call, TimeOperators.UTC);
    return (info, to) -> {
      X509Certificate certificate = source.of(info);
      if (certificate == null) {
        return false;
      }
      Instant time = date.apply(certificate).toInstant();
      pattern.print(time.getEpochSecond(), time.getNano(), to);
      return true;
    };
  }

  private static @Nullable String ofTls(@Nullable TlsInfo tls, Function<TlsInfo, String> part) {
    return tls == null ? null : Values.orNull(part.apply(tls));
  }
}
