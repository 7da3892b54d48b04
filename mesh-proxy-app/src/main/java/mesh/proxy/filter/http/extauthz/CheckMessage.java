package mesh.proxy.filter.http.extauthz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.format.text.CertificateText;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.protobuf.AddressField;
import mesh.proxy.protobuf.MapEntry;
import mesh.proxy.protobuf.ProtoWriter;
import mesh.proxy.protobuf.StructField;
import mesh.proxy.protobuf.TimeField;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Writes {@code envoy.service.auth.v3.CheckRequest}. */
final class CheckMessage {

  private static final int ATTRIBUTES = 1;

  // Of AttributeContext.
  private static final int SOURCE = 1;
  private static final int DESTINATION = 2;
  private static final int REQUEST = 4;
  private static final int CONTEXT_EXTENSIONS = 10;
  private static final int METADATA_CONTEXT = 11;
  private static final int TLS_SESSION = 12;
  private static final int SNI = 1;

  // Of Peer.
  private static final int ADDRESS = 1;
  private static final int SERVICE = 2;
  private static final int PRINCIPAL = 4;
  private static final int CERTIFICATE = 5;

  // Of Request.
  private static final int TIME = 1;
  private static final int HTTP = 2;

  // Of HttpRequest.
  private static final int ID = 1;
  private static final int METHOD = 2;
  private static final int HEADERS = 3;
  private static final int PATH = 4;
  private static final int HOST = 5;
  private static final int SCHEME = 6;
  private static final int SIZE = 9;
  private static final int PROTOCOL = 10;
  private static final int BODY = 11;
  private static final int RAW_BODY = 12;

  private static final String PARTIAL_BODY = "x-envoy-auth-partial-body";

  private static final FastThreadLocal<ProtoWriter> WRITER =
      new FastThreadLocal<>() {
        @Override
        protected ProtoWriter initialValue() {
          return new ProtoWriter();
        }
      };

  private CheckMessage() {}

  /**
   * A body that the service is told.
   *
   * @param bytes stays the caller's
   * @param cut whether it is a part only
   */
  record Body(ByteBuf bytes, boolean cut, boolean asBytes) {}

  static ByteBuf write(
      ExtAuthzConfig config,
      StreamInfo info,
      Headers head,
      Map<String, String> extensions,
      @Nullable Body body) {
    ProtoWriter to = WRITER.get();
    to.clear();
    ConnectionInfo connection = info.connection;
    TlsInfo tls = connection.tls();
    if (config.includesTlsSession() && tls != null) {
      int mark = to.size();
      to.text(SNI, connection.serverName());
      to.close(TLS_SESSION, mark);
    }
    StructField.metadata(METADATA_CONTEXT, namespaces(config.namespaces(), info), to);
    extensions.forEach((key, value) -> MapEntry.write(CONTEXT_EXTENSIONS, key, value, to));
    request(config, info, head, body, to);
    X509Certificate own = tls == null ? null : tls.local();
    peer(DESTINATION, connection.local(), own, "", false, to);
    String service = head.get(HeaderNames.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER);
    X509Certificate client = tls == null ? null : tls.peerLeaf();
    peer(SOURCE, info.remote, client, service, config.includesCertificate(), to);
    to.close(ATTRIBUTES, 0);
    ByteBuf message = PooledByteBufAllocator.DEFAULT.buffer(to.size());
    to.copyTo(message);
    return message;
  }

  private static Map<String, Map<String, Object>> namespaces(List<String> names, StreamInfo info) {
    Map<String, Map<String, Object>> found = new HashMap<>();
    for (String name : names) {
      Map<String, Object> fields = info.dynamicMetadata().get(name);
      if (fields != null) {
        found.put(name, fields);
      }
    }
    return found;
  }

  private static void peer(
      int field,
      @Nullable SocketAddress address,
      @Nullable X509Certificate certificate,
      @Nullable String service,
      boolean whole,
      ProtoWriter to) {
    int mark = to.size();
    if (certificate != null) {
      if (whole) {
        to.text(CERTIFICATE, CertificateText.urlEncodedPem(certificate));
      }
      to.text(PRINCIPAL, principal(certificate));
    }
    to.octets(SERVICE, service);
    AddressField.write(ADDRESS, address, to);
    to.close(field, mark);
  }

  private static String principal(X509Certificate certificate) {
    List<String> uris = CertificateNames.uris(certificate);
    if (!uris.isEmpty()) {
      return uris.getFirst();
    }
    List<String> dns = CertificateNames.dns(certificate);
    return dns.isEmpty()
        ? CertificateText.name(certificate.getSubjectX500Principal())
        : dns.getFirst();
  }

  private static void request(
      ExtAuthzConfig config, StreamInfo info, Headers head, @Nullable Body body, ProtoWriter to) {
    int whole = to.size();
    if (body != null) {
      body(body, to);
    }
    to.text(PROTOCOL, info.protocol.text());
    to.number(SIZE, info.bytesReceived);
    to.octets(SCHEME, head.scheme());
    to.octets(HOST, head.authority());
    to.octets(PATH, head.path());
    headers(config, head, body, to);
    to.octets(METHOD, head.method());
    to.text(ID, Long.toUnsignedString(info.connection.id() << 20 ^ info.startNanos));
    to.close(HTTP, whole);
    TimeField.timestamp(TIME, info.startMillis, to);
    to.close(REQUEST, whole);
  }

  private static void headers(
      ExtAuthzConfig config, Headers head, @Nullable Body body, ProtoWriter to) {
    if (body != null) {
      MapEntry.write(HEADERS, PARTIAL_BODY, Boolean.toString(body.cut()), to);
    }
    for (int at = head.size() - 1; at >= 0; at--) {
      String name = head.name(at);
      boolean first = head.get(name) == head.value(at);
      if (first && !name.equals(PARTIAL_BODY) && config.tells(name)) {
        String value = head.joined(name);
        MapEntry.write(HEADERS, name, value == null ? "" : value, to);
      }
    }
  }

  private static void body(Body body, ProtoWriter to) {
    if (body.asBytes()) {
      to.bytes(RAW_BODY, ByteBufUtil.getBytes(body.bytes()));
    } else {
      to.octets(BODY, body.bytes().toString(StandardCharsets.ISO_8859_1));
    }
  }
}
