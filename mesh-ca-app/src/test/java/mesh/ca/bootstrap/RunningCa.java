package mesh.ca.bootstrap;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import istio.v1.auth.IstioCertificateRequest;
import istio.v1.auth.IstioCertificateServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mesh.ca.CaApplication;
import mesh.ca.attest.jointoken.JoinTokens;
import mesh.ca.authority.Pem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application on free ports, and a client of it. */
final class RunningCa implements AutoCloseable {

  static final String SHOP = "spiffe://cluster.local/ns/shop/sa/shop";
  static final long HOUR = 3600;

  private final Path state;
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  RunningCa(Path state, String... more) {
    this.state = state;
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of(
            "--server.port=0",
            "--mesh.ca.port=0",
            "--mesh.ca.address=127.0.0.1",
            "--mesh.ca.state-dir=" + state));
    SpringApplication application = new SpringApplicationBuilder(CaApplication.class).build();
    this.context = application.run(arguments.toArray(String[]::new));
  }

  /** A chain as a caller got it, with its key. */
  record Svid(KeyPair key, List<String> pems) {

    X509Certificate certificate() throws Exception {
      return Pem.certificates(pems.getFirst()).getFirst();
    }

    ChannelCredentials credentials(String root) throws Exception {
      return TlsChannelCredentials.newBuilder()
          .trustManager(stream(root))
          .keyManager(
              stream(String.join("", pems)),
              stream(Requests.pem("PRIVATE KEY", key.getPrivate().getEncoded())))
          .build();
    }
  }

  String root() throws Exception {
    return get("/api/v1/bundle").body();
  }

  ChannelCredentials anonymous() throws Exception {
    return TlsChannelCredentials.newBuilder().trustManager(stream(root())).build();
  }

  ManagedChannel connect(ChannelCredentials credentials) {
    return Grpc.newChannelBuilder("localhost:" + port(), credentials).build();
  }

  int port() {
    return context.getBean(CaServer.class).port();
  }

  /** Asks on a connection of its own; the PEMs of the chain. */
  List<String> sign(ChannelCredentials credentials, @Nullable String bearer, String csr, long ttl)
      throws Exception {
    return sign(credentials, bearer, csr, ttl, Map.of());
  }

  List<String> sign(
      ChannelCredentials credentials,
      @Nullable String authorization,
      String csr,
      long ttl,
      Map<String, String> metadata)
      throws Exception {
    ManagedChannel channel = connect(credentials);
    try {
      var headers = new Metadata();
      if (authorization != null) {
        headers.put(
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
      }
      var more = Struct.newBuilder();
      metadata.forEach(
          (name, value) -> more.putFields(name, Value.newBuilder().setStringValue(value).build()));
      return IstioCertificateServiceGrpc.newBlockingStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .createCertificate(
              IstioCertificateRequest.newBuilder()
                  .setCsr(csr)
                  .setValidityDuration(ttl)
                  .setMetadata(more)
                  .build())
          .getCertChainList();
    } finally {
      channel.shutdownNow();
    }
  }

  /** A certificate by a new token. */
  Svid join(String identity, long ttl) throws Exception {
    KeyPair key = Requests.p256();
    return new Svid(
        key, sign(anonymous(), "Bearer " + token(identity, "10m"), Requests.plain(key), ttl));
  }

  /** A token as an administrator gets it. */
  String token(String identity, String ttl) throws Exception {
    HttpResponse<String> made = makeToken(adminToken(), identity, ttl);
    if (made.statusCode() != 201) {
      throw new IllegalStateException(made.statusCode() + " " + made.body());
    }
    return made.body().replaceAll("(?s).*\"token\":\"([^\"]*)\".*", "$1");
  }

  HttpResponse<String> makeToken(String admin, String identity, String ttl) throws Exception {
    return makeToken(admin, "{\"identity\":\"%s\",\"ttl\":\"%s\"}".formatted(identity, ttl));
  }

  /** With a body of one's own. */
  HttpResponse<String> makeToken(String admin, String wish) throws Exception {
    return http.send(
        request("/api/v1/tokens")
            .header("authorization", "Bearer " + admin)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(wish))
            .build(),
        BodyHandlers.ofString());
  }

  String adminToken() throws Exception {
    return Files.readString(state.resolve("admin-token")).strip();
  }

  JoinTokens tokens() {
    return context.getBean(JoinTokens.class);
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    String port = context.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  /** A counter over all its labels. */
  double count(String name) {
    return context.getBean(MeterRegistry.class).find(name).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }
}
