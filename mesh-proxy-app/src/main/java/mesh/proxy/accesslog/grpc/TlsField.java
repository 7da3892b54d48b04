package mesh.proxy.accesslog.grpc;

import java.security.cert.X509Certificate;
import java.util.List;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.format.text.CertificateText;
import mesh.proxy.protobuf.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code envoy.data.accesslog.v3.TLSProperties}: once for each connection, for names are
 * dear to read.
 */
final class TlsField {

  private static final Object KEY = new Object(); // among the connection's filter state

  private static final int TLS_VERSION = 1;
  private static final int TLS_CIPHER_SUITE = 2;
  private static final int TLS_SNI_HOSTNAME = 3;
  private static final int LOCAL_CERTIFICATE_PROPERTIES = 4;
  private static final int PEER_CERTIFICATE_PROPERTIES = 5;
  private static final int TLS_SESSION_ID = 6;
  private static final int JA3_FINGERPRINT = 7;

  private static final int SUBJECT_ALT_NAME = 1; // of CertificateProperties
  private static final int SUBJECT = 2;
  private static final int ISSUER = 3;
  private static final int URI = 1; // of SubjectAltName

  private TlsField() {}

  /** Nothing if nothing is known of TLS. */
  static void write(int field, ConnectionInfo connection, ProtoWriter to) {
    if (connection.filterState(KEY) instanceof byte[] known) {
      to.bytes(field, known);
      return;
    }
    int mark = to.size();
    TlsInfo tls = connection.tls();
    to.text(JA3_FINGERPRINT, connection.ja3());
    if (tls != null) {
      to.text(TLS_SESSION_ID, tls.sessionId());
      certificate(PEER_CERTIFICATE_PROPERTIES, tls.peerLeaf(), to);
      certificate(LOCAL_CERTIFICATE_PROPERTIES, tls.local(), to);
    }
    to.text(TLS_SNI_HOSTNAME, connection.serverName());
    if (tls != null) {
      to.wrapped(TLS_CIPHER_SUITE, CipherNumber.of(tls.cipher()));
      to.number(TLS_VERSION, version(tls.version()));
      connection.filterState(KEY, to.toBytes(mark));
    }
    to.closeUnlessEmpty(field, mark);
  }

  /** The peer's has an issuer, ours has none; names are URIs alone: as in Envoy. */
  private static void certificate(
      int field, @Nullable X509Certificate certificate, ProtoWriter to) {
    int mark = to.size();
    if (certificate != null) {
      if (field == PEER_CERTIFICATE_PROPERTIES) {
        to.text(ISSUER, CertificateText.name(certificate.getIssuerX500Principal()));
      }
      to.text(SUBJECT, CertificateText.name(certificate.getSubjectX500Principal()));
      List<String> uris = CertificateNames.uris(certificate);
      for (int at = uris.size() - 1; at >= 0; at--) {
        int name = to.size();
        to.text(URI, uris.get(at));
        to.close(SUBJECT_ALT_NAME, name);
      }
    }
    to.close(field, mark);
  }

  private static int version(String name) {
    return switch (name) {
      case "TLSv1" -> 1;
      case "TLSv1.1" -> 2;
      case "TLSv1.2" -> 3;
      case "TLSv1.3" -> 4;
      default -> 0;
    };
  }
}
