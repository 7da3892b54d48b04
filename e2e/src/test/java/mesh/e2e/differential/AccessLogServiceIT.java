package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An access log service hears from our proxy what it hears from Envoy. */
@Timeout(180)
class AccessLogServiceIT {

  private static final Path CONFIG =
      Path.of("src", "test", "resources", "accesslog", "config.yaml");
  private static final Path FOLDER =
      Path.of("target", "differential", "accesslog").toAbsolutePath();
  private static final String CLIENT = "spiffe://cluster.local/ns/shop/sa/client";

  /** Paths of the requests, with what else is sent. */
  private static final Map<String, String> REQUESTS = new LinkedHashMap<>();

  static {
    REQUESTS.put(
        "GET /ok?a=1",
        "user-agent: curl/8\r\nreferer: http://else/\r\nx-one: a\r\nx-one: b\r\n"
            + "x-request-id: 0f0e0d0c-1111-4222-8333-444444444444\r\n");
    REQUESTS.put("POST /ok/post", "content-length: 5\r\n\r\nhello");
    REQUESTS.put("GET /ok/octets", "user-agent: caf\u00e9 \u00c3\u00a9\r\n");
    REQUESTS.put("GET /direct", "");
    REQUESTS.put("GET /nowhere", "");
    REQUESTS.put("GET /refused", "");
    REQUESTS.put("GET /unknown-cluster", "x-cluster: nobody\r\n");
    REQUESTS.put("GET /slow", "");
    REQUESTS.put("GET /old/path", "");
    REQUESTS.put("GET /fault", "");
    REQUESTS.put("PURGE /ok/method", "");
  }

  /** Of HTTP/1 ours are the letters of names and values, Envoy's all that goes over the wire. */
  private static final String COUNTED = "a number of bytes";

  private static final FieldLines LINES =
      new FieldLines(
          Map.ofEntries(
              Map.entry("[\\w.]*downstream_[\\w.]*address[\\w.]*port_value", "a port"),
              Map.entry("[\\w.]*upstream_local_address[\\w.]*port_value", "a port"),
              Map.entry("request.request_id|common_properties.stream_id", "an id"),
              Map.entry("[\\w.]*tls_session_id", ""), // a ticket has none, a session may
              Map.entry("[\\w.]*wire_bytes_\\w+", COUNTED),
              Map.entry("[\\w.]*header_bytes_\\w+", COUNTED),
              Map.entry("[\\w.]*headers_bytes", COUNTED)));

  private HttpServer upstream;
  private int refused;

  @Test
  void hearsTheSameFromBoth() throws Exception {
    var authority = TestAuthority.of("cluster.local");
    authority
        .issue("spiffe://cluster.local/ns/shop/sa/server", "localhost")
        .writeTo(FOLDER.resolve("server"));
    var identity = authority.issue(CLIENT, "client.shop");
    upstream = upstream();
    try (var placeholder = new Socket()) {
      placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      refused = placeholder.getLocalPort(); // bound and deaf: it refuses connections
      Map<String, List<String>> envoy = play(Proxy.Kind.ENVOY, authority, identity);
      Map<String, List<String>> ours = play(Proxy.Kind.MESH, authority, identity);
      var differences = new StringBuilder();
      envoy.forEach(
          (what, lines) -> {
            List<String> given = ours.getOrDefault(what, List.of());
            if (!given.equals(lines)) {
              differences
                  .append("\n== ")
                  .append(what)
                  .append('\n')
                  .append(SideBySide.of("envoy", lines, "ours", given))
                  .append('\n');
            }
          });
      assertThat(differences.toString()).isEmpty();
    } finally {
      upstream.stop(0);
    }
  }

  private Map<String, List<String>> play(
      Proxy.Kind kind, TestAuthority authority, TestAuthority.Issued identity) throws Exception {
    List<Integer> ports = Proxy.freePorts(4);
    Path folder = Files.createDirectories(FOLDER.resolve(kind.name().toLowerCase()));
    try (var service = new AccessLogService()) {
      Path config = Files.writeString(folder.resolve("config.yaml"), config(ports, service));
      try (var proxy = Proxy.start(kind, config, folder.resolve("output.log"), ports.getFirst())) {
        assertThat(proxy.awaitReady()).as(proxy.output()).isTrue();
        return play(service, ports, authority, identity);
      }
    }
  }

  private Map<String, List<String>> play(
      AccessLogService service,
      List<Integer> ports,
      TestAuthority authority,
      TestAuthority.Issued identity)
      throws Exception {
    Map<String, List<String>> told = new LinkedHashMap<>();
    for (var request : REQUESTS.entrySet()) {
      ask(ports.get(1), request.getKey(), request.getValue());
      String path = request.getKey().substring(request.getKey().indexOf(' ') + 1);
      told.put(request.getKey(), lines(service.request(path)));
    }
    leave(ports.get(1));
    told.put("GET /gone", lines(service.request("/gone")));
    for (var version : HttpClient.Version.values()) {
      if (version == HttpClient.Version.HTTP_2 || version == HttpClient.Version.HTTP_1_1) {
        String path = "/ok/" + version;
        askWithTls(version, ports.get(2), path, authority, identity);
        told.put(path, lines(service.request(path)));
      }
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.get(3))) {
      String request = "GET /ok HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      var _ = socket.getInputStream().readAllBytes();
    }
    told.put("a connection", lines(service.connection()));
    var identifier = service.identifiers().getFirst();
    told.put(
        "identifier",
        List.of(
            identifier.getLogName(),
            identifier.getNode().getId(),
            identifier.getNode().getCluster(),
            identifier.getNode().getMetadata().getFieldsOrThrow("NAMESPACE").getStringValue()));
    return told;
  }

  private static List<String> lines(Message entry) {
    return LINES.of(entry).stream()
        .map(line -> line.replaceFirst("localhost:\\d+", "localhost:<listener>"))
        .toList();
  }

  private String config(List<Integer> ports, AccessLogService service) throws IOException {
    return Files.readString(CONFIG)
        .replace("$admin", String.valueOf(ports.getFirst()))
        .replace("$http", String.valueOf(ports.get(1)))
        .replace("$tls", String.valueOf(ports.get(2)))
        .replace("$tcp", String.valueOf(ports.get(3)))
        .replace("$up", String.valueOf(upstream.getAddress().getPort()))
        .replace("$refused", String.valueOf(refused))
        .replace("$als", String.valueOf(service.port()))
        .replace("$folder", FOLDER.toString());
  }

  private static void ask(int port, String line, String more) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String end = more.contains("\r\n\r\n") ? "" : "\r\n";
      String request = line + " HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n" + more + end;
      socket
          .getOutputStream()
          .write(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      var _ = socket.getInputStream().readAllBytes();
    }
  }

  /** Asks and does not wait for the answer. */
  private static void leave(int port) throws IOException, InterruptedException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET /gone HTTP/1.1\r\nhost: shop\r\n\r\n".getBytes(UTF_8));
      Thread.sleep(200);
    }
  }

  private static void askWithTls(
      HttpClient.Version version,
      int port,
      String path,
      TestAuthority authority,
      TestAuthority.Issued identity)
      throws Exception {
    try (var client =
        HttpClient.newBuilder().version(version).sslContext(tls(authority, identity)).build()) {
      var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("hello");
    }
  }

  private static SSLContext tls(TestAuthority authority, TestAuthority.Issued identity)
      throws GeneralSecurityException, IOException {
    var own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "own",
        identity.key().getPrivate(),
        new char[0],
        new Certificate[] {identity.certificate()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    var roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    X509Certificate root = authority.root();
    roots.setCertificateEntry("root", root);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** Answers with five bytes; what is slow or goes away, not at all. */
  private static HttpServer upstream() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<Object> waiting = new ArrayList<>();
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/slow") || path.equals("/gone")) {
            waiting.add(exchange);
            return;
          }
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("x-answer", "42");
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    return server;
  }
}
