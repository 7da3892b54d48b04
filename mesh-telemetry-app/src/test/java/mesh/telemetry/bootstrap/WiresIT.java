package mesh.telemetry.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.data.accesslog.v3.AccessLogType;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage.HTTPAccessLogEntries;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage.Identifier;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mesh.telemetry.attribute.Entries;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** The app from outside: what goes in by gRPC and HTTP, what comes out by HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.grpc.server.port=0",
      "mesh.telemetry.zipkin.port=0",
      "mesh.telemetry.zipkin.max-request-size=10KB"
    })
class WiresIT {

  private static final String SPAN =
      "{\"traceId\":\"%016x\",\"id\":\"1\",\"name\":\"get /\",\"timestamp\":%d,\"duration\":10,"
          + "\"localEndpoint\":{\"serviceName\":\"shop\"}}";

  @LocalServerPort private int port;
  @Autowired private GrpcServerLifecycle grpcServer;
  @Autowired private ZipkinServer zipkin;
  private final HttpClient client = HttpClient.newHttpClient();
  private ManagedChannel channel;

  @BeforeAll
  void sendEntries() throws Exception {
    int grpc = grpcServer.getPort();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), grpc))
            .usePlaintext()
            .build();
    HTTPAccessLogEntry.Builder refused = Entries.inbound(Entries.SHOP, "127.0.1.2", 403);
    refused.getResponseBuilder().setResponseCodeDetails("rbac_access_denied_matched_policy[none]");
    refused.getRequestBuilder().setPath("/<script>alert(1)</script>").setRequestId("why-me");
    assertThat(
            send(
                Entries.inbound(Entries.SHOP, "127.0.1.2", 200).build(),
                refused.build(),
                HTTPAccessLogEntry.getDefaultInstance(),
                unfinished()))
        .isNull();
  }

  private static HTTPAccessLogEntry unfinished() {
    HTTPAccessLogEntry.Builder entry = Entries.inbound(Entries.SHOP, "127.0.1.2", 200);
    entry.getCommonPropertiesBuilder().setAccessLogType(AccessLogType.DownstreamPeriodic);
    return entry.build();
  }

  @AfterAll
  void close() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void showsTheGraph() throws Exception {
    HttpResponse<String> graph = get("/api/v1/graph?window=1m");

    assertThat(graph.statusCode()).isEqualTo(200);
    assertThat(graph.body())
        .contains("\"source\":\"workload:shop/shop@unknown\"")
        .contains("\"target\":\"workload:shop/stock-v1@v1\"")
        .contains("\"requests\":2");
  }

  @Test
  void showsServices() throws Exception {
    assertThat(get("/api/v1/services").body()).contains("\"name\":\"stock\"");
    assertThat(get("/api/v1/services/shop/stock").body())
        .contains("\"callers\":[{")
        .contains("\"timeline\":{");
    assertThat(get("/api/v1/services/shop/cart").statusCode()).isEqualTo(404);
  }

  @Test
  void saysWhy() throws Exception {
    assertThat(get("/api/v1/requests?status=refused&service=stock").body())
        .contains("\"code\":403")
        .doesNotContain("\"code\":200");
    assertThat(get("/api/v1/requests/why-me").body())
        .contains("An AuthorizationPolicy does not let this caller do this")
        .contains("\"hops\":[{");
    assertThat(get("/api/v1/requests/999999").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesOddQuestions() throws Exception {
    assertThat(get("/api/v1/graph?window=1d").body())
        .isEqualTo("{\"error\":\"window: 1d (expected: 10s..60m)\"}");
    assertThat(get("/api/v1/graph?window=9999999999s").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/requests?limit=0").body())
        .isEqualTo("{\"error\":\"limit: 0 (expected: 1..1000)\"}");
    assertThat(get("/api/v1/requests?status=bad").statusCode()).isEqualTo(400);
  }

  @Test
  void givesIstiosMetrics() throws Exception {
    HttpResponse<String> metrics = get("/metrics");

    assertThat(metrics.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain;version=0.0.4");
    assertThat(metrics.body())
        .startsWith("# HELP istio_requests_total ")
        .contains("destination_service_name=\"stock\"");
  }

  @Test
  void countsWhatItRefuses() throws Exception {
    assertThat(get("/actuator/prometheus").body())
        .contains("mesh_telemetry_als_entries_total{type=\"http\"} 2.0")
        .contains("mesh_telemetry_als_entries_unfinished_total 1.0")
        .contains("mesh_telemetry_als_entries_refused_total{reason=\"no_request\"} 1.0");
  }

  @Test
  void refusesAStreamWithoutNode() throws Exception {
    Throwable failure = send(StreamAccessLogsMessage.getDefaultInstance());

    assertThat(failure)
        .hasMessage(
            "INVALID_ARGUMENT: identifier: missing (expected: in the first message of a stream)");
  }

  @Test
  void servesThePageFromItsJarAlone() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Reactive Mesh</title>").doesNotContain("https://");
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(get("/js/app.js").statusCode()).isEqualTo(200);
    assertThat(get("/js/none.js").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsWhoListens() throws Exception {
    HttpResponse<java.io.InputStream> events =
        client.send(
            request(port, "/api/v1/events?window=1m").build(), BodyHandlers.ofInputStream());

    try (var in = events.body()) {
      assertThat(new String(in.readNBytes(30), StandardCharsets.UTF_8))
          .startsWith("event:graph\ndata:{\"at\":");
    }
  }

  @Test
  void takesSpansAndGivesThemBack() throws Exception {
    long now = System.currentTimeMillis() * 1000;
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(("[" + SPAN.formatted(0xabc, now) + "]").getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> taken =
        client.send(
            request(zipkin.port(), "/api/v2/spans")
                .header("content-type", "application/json")
                .header("content-encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(packed.toByteArray()))
                .build(),
            BodyHandlers.ofString());

    assertThat(taken.statusCode()).isEqualTo(202);
    assertThat(ask("/api/v2/services").body()).isEqualTo("[\"shop\"]");
    assertThat(ask("/api/v2/spans?serviceName=shop").body()).isEqualTo("[\"get /\"]");
    assertThat(ask("/api/v2/trace/abc").body()).contains("\"traceId\":\"0000000000000abc\"");
    assertThat(ask("/api/v2/traces?serviceName=shop&limit=5").body()).startsWith("[[{");
    assertThat(ask("/api/v2/dependencies?endTs=" + now / 1000).body()).isEqualTo("[]");
    assertThat(ask("/api/v2/trace/def").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesWhatAreNoSpans() throws Exception {
    assertThat(post("application/json", "[{\"traceId\":1").statusCode()).isEqualTo(400);
    assertThat(post("application/json", "hello").body()).startsWith("body: ");
    assertThat(post("text/csv", "a,b").statusCode()).isEqualTo(415);
    assertThat(post("application/json", "[" + " ".repeat(20_000) + "]").statusCode())
        .isEqualTo(413);
    assertThat(ask("/api/v2/traces?limit=x").body()).isEqualTo("limit: x (expected: a number)\n");
    assertThat(ask("/api/v2/spans").statusCode()).isEqualTo(400);
  }

  private Throwable send(HTTPAccessLogEntry... entries) throws Exception {
    var list = HTTPAccessLogEntries.newBuilder();
    for (HTTPAccessLogEntry entry : entries) {
      list.addLogEntry(entry);
    }
    return send(
        StreamAccessLogsMessage.newBuilder()
            .setIdentifier(
                Identifier.newBuilder()
                    .setNode(Entries.sidecar("stock", "v1", "127.0.1.2"))
                    .setLogName("inbound"))
            .setHttpLogs(list)
            .build());
  }

  private Throwable send(StreamAccessLogsMessage message) throws Exception {
    var end = new CompletableFuture<Throwable>();
    StreamObserver<StreamAccessLogsMessage> stream =
        AccessLogServiceGrpc.newStub(channel)
            .streamAccessLogs(
                new StreamObserver<>() {
                  @Override
                  public void onNext(StreamAccessLogsResponse response) {}

                  @Override
                  public void onError(Throwable error) {
                    end.complete(error);
                  }

                  @Override
                  public void onCompleted() {
                    end.complete(null);
                  }
                });
    stream.onNext(message);
    stream.onCompleted();
    return end.get(10, TimeUnit.SECONDS);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(port, path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String path) throws Exception {
    return client.send(request(zipkin.port(), path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String type, String body) throws Exception {
    return client.send(
        request(zipkin.port(), "/api/v2/spans")
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }
}
