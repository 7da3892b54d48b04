package mesh.proxy.filter.network.httpconnectionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;

/**
 * What becomes of {@code x-forwarded-client-cert}. Immutable.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/http/http_conn_man/headers
 * (x-forwarded-client-cert).
 */
record ClientCertRules(
    Mode mode, boolean subject, boolean cert, boolean chain, boolean dns, boolean uri) {

  /** The modes of {@code forward_client_cert_details}. */
  enum Mode {
    SANITIZE,
    FORWARD_ONLY,
    APPEND_FORWARD,
    SANITIZE_SET,
    ALWAYS_FORWARD_ONLY
  }

  void apply(Headers head, ConnectionInfo connection) {
    if (mode == Mode.ALWAYS_FORWARD_ONLY) {
      return;
    }
    TlsInfo tls = connection.tls();
    X509Certificate peer = tls == null ? null : tls.peerLeaf();
    if (mode == Mode.SANITIZE || tls == null || peer == null) {
      head.remove(HeaderNames.X_FORWARDED_CLIENT_CERT);
      return;
    }
    if (mode == Mode.FORWARD_ONLY) {
      return;
    }
    String element = element(tls, peer);
    String before =
        mode == Mode.APPEND_FORWARD ? head.joined(HeaderNames.X_FORWARDED_CLIENT_CERT) : null;
    head.set(
        HeaderNames.X_FORWARDED_CLIENT_CERT, before == null ? element : before + "," + element);
  }

  private String element(TlsInfo tls, X509Certificate peer) {
    var parts = new ArrayList<String>();
    X509Certificate local = tls.local();
    if (local != null) {
      CertificateNames.uris(local).forEach(own -> parts.add("By=" + own));
    }
    parts.add("Hash=" + CertificateNames.sha256(peer));
    if (cert) {
      parts.add("Cert=\"" + URLEncoder.encode(pem(peer), UTF_8).replace("+", "%20") + "\"");
    }
    if (chain) {
      var all = new StringBuilder();
      tls.peer().forEach(link -> all.append(pem(link)));
      parts.add("Chain=\"" + URLEncoder.encode(all.toString(), UTF_8).replace("+", "%20") + "\"");
    }
    if (subject) {
      parts.add("Subject=\"" + CertificateNames.subject(peer) + "\"");
    }
    if (uri) {
      List<String> uris = CertificateNames.uris(peer);
      parts.add("URI=" + (uris.isEmpty() ? "" : String.join(";URI=", uris)));
    }
    if (dns) {
      CertificateNames.dns(peer).forEach(name -> parts.add("DNS=" + name));
    }
    return String.join(";", parts);
  }

  private static String pem(X509Certificate certificate) {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that came over the wire has an encoding", e);
    }
  }
}
