package mesh.proxy.cel;

import dev.cel.runtime.CelVariableResolver;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mesh.proxy.connection.CertificateNames;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.match.Numbers;
import mesh.proxy.match.QueryString;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** The attributes of one request, read as an expression asks for them. */
record Attributes(StreamInfo info) implements CelVariableResolver {

  static final List<String> NAMES =
      List.of(
          "request",
          "response",
          "connection",
          "source",
          "destination",
          "upstream",
          "metadata",
          "filter_state");

  @Override
  public Optional<Object> find(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "request" -> LazyMap.of(this::request);
          case "response" -> LazyMap.of(this::response);
          case "connection" -> LazyMap.of(this::connection);
          case "source" -> LazyMap.of(part -> address(info.remote, part));
          case "destination" -> LazyMap.of(part -> address(info.connection.local(), part));
          case "upstream" -> LazyMap.of(this::upstream);
          case "metadata" -> Map.of("filter_metadata", info.dynamicMetadata());
          case "filter_state" -> LazyMap.of(this::filterState);
          default -> null;
        });
  }

  private @Nullable Object request(String part) {
    Headers head = info.requestHead;
    if (head == null) {
      return null;
    }
    return switch (part) {
      case "path" -> head.path();
      case "url_path" -> QueryString.cut(head.path());
      case "query" -> query(head.path());
      case "host" -> head.authority();
      case "scheme" -> head.scheme();
      case "method" -> head.method();
      case "headers" -> headers(head);
      case "referer" -> head.get("referer");
      case "useragent" -> head.get(HeaderNames.USER_AGENT);
      case "id" -> head.get(HeaderNames.X_REQUEST_ID);
      case "protocol" -> info.protocol.text();
      case "time" -> Instant.ofEpochMilli(info.startMillis);
      case "size" -> length(head);
      case "total_size" -> info.bytesReceived + info.requestHeaderBytes;
      default -> null;
    };
  }

  private @Nullable Object response(String part) {
    Headers head = info.responseHead;
    return switch (part) {
      case "code" -> info.responseCode == 0 ? null : (Object) (long) info.responseCode;
      case "code_details" -> info.responseCodeDetails.isEmpty() ? null : info.responseCodeDetails;
      case "flags" -> info.flags();
      case "size" -> info.bytesSent;
      case "total_size" -> info.bytesSent + info.responseHeaderBytes;
      case "headers" -> head == null ? null : headers(head);
      case "trailers" -> info.responseTrailers == null ? null : headers(info.responseTrailers);
      case "grpc_status" -> grpcStatus();
      default -> null;
    };
  }

  private @Nullable Object connection(String part) {
    ConnectionInfo connection = info.connection;
    TlsInfo tls = connection.tls();
    X509Certificate peer = tls == null ? null : tls.peerLeaf();
    return switch (part) {
      case "id" -> connection.id();
      case "mtls" -> peer != null && tls != null && tls.verified();
      case "requested_server_name" -> textOrNull(connection.serverName());
      case "tls_version" -> tls == null ? null : tls.version();
      case "subject_local_certificate" ->
          tls == null || tls.local() == null ? null : CertificateNames.subject(tls.local());
      case "subject_peer_certificate" -> peer == null ? null : CertificateNames.subject(peer);
      case "dns_san_peer_certificate" -> peer == null ? null : first(CertificateNames.dns(peer));
      case "uri_san_peer_certificate" -> peer == null ? null : first(CertificateNames.uris(peer));
      case "sha256_peer_certificate_digest" -> peer == null ? null : CertificateNames.sha256(peer);
      case "transport_failure_reason" -> textOrNull(connection.transportFailure());
      case "termination_details" -> textOrNull(connection.terminationDetails());
      default -> null;
    };
  }

  private @Nullable Object upstream(String part) {
    Endpoint host = info.upstreamHost;
    ConnectionInfo connection = info.upstreamConnection;
    return switch (part) {
      case "tls_version" -> {
        TlsInfo tls = connection == null ? null : connection.tls();
        yield tls == null ? null : tls.version();
      }
      case "transport_failure_reason" -> textOrNull(info.upstreamTransportFailure);
      default -> host == null ? null : address(host.address(), part);
    };
  }

  private @Nullable Object filterState(String name) {
    Object value = info.filterState(name);
    return value == null ? null : value.toString();
  }

  private @Nullable Object grpcStatus() {
    String status =
        info.responseTrailers == null ? null : info.responseTrailers.get(HeaderNames.GRPC_STATUS);
    if (status == null && info.responseHead != null) {
      status = info.responseHead.get(HeaderNames.GRPC_STATUS);
    }
    long number = status == null ? Numbers.NONE : Numbers.decimal(status);
    return number == Numbers.NONE ? null : (Object) number;
  }

  private Object length(Headers head) {
    String length = head.get(HeaderNames.CONTENT_LENGTH);
    long number = length == null ? Numbers.NONE : Numbers.decimal(length);
    return number == Numbers.NONE ? info.bytesReceived : number;
  }

  private static @Nullable Object address(SocketAddress address, String part) {
    if (!(address instanceof InetSocketAddress socket)) {
      return part.equals("address") ? address.toString() : null;
    }
    return switch (part) {
      case "address" -> NetUtil.toSocketAddressString(socket);
      case "port" -> (long) socket.getPort();
      default -> null;
    };
  }

  private static Map<String, Object> headers(Headers head) {
    return LazyMap.of(head::joined);
  }

  private static String query(String path) {
    int start = path.indexOf('?') + 1;
    int end = path.indexOf('#');
    return start == 0 ? "" : path.substring(start, end < start ? path.length() : end);
  }

  private static @Nullable String first(List<String> names) {
    return names.isEmpty() ? null : names.getFirst();
  }

  private static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
