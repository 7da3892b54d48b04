package mesh.proxy.tracing.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.trace.v3.ZipkinConfig;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.Protocol;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.stream.TraceReason;
import mesh.proxy.tracing.CollectorClient;
import mesh.proxy.tracing.Span;
import mesh.proxy.tracing.TraceContext;
import mesh.proxy.tracing.TraceRoute;
import mesh.proxy.tracing.Tracer;
import mesh.proxy.tracing.TracerScope;
import mesh.proxy.tracing.TracingConfig;
import mesh.proxy.tracing.sampling.RequestIdSettings;
import mesh.proxy.tracing.tag.CustomTag;
import org.junit.jupiter.api.Test;

class ZipkinTracingTest {

  private static final String REQUEST_ID = "00000000-1111-4222-8333-444444444444";

  private final Stats stats = Stats.root();
  private final Runtime runtime = new Runtime(bound -> 0);
  private final BlockingQueue<CollectorClient.Report> reports = new LinkedBlockingQueue<>();
  private final AtomicLong nextId = new AtomicLong(0x10);
  private int status = 202;
  private final Headers head =
      Headers.request("GET", "http", "shop:80", "/cart?id=1")
          .add("x-request-id", REQUEST_ID)
          .add("user-agent", "curl");
  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("10.0.0.1", 999)),
          1_700_000_000_000L,
          1_000_000_000L);

  @Test
  void reportsARequestAsEnvoyDoes() throws Exception {
    Span span = start(tracer("", false), TraceRoute.NONE);
    span.inject(head);
    finish(span, 200);

    assertThat(json())
        .isEqualTo(
            """
            [{"traceId":"0000000000000010","id":"0000000000000010","kind":"SERVER","name":"shop:80",\
            "timestamp":1700000000000000,"duration":1500,\
            "localEndpoint":{"serviceName":"front","ipv4":"192.0.2.1"},\
            "annotations":[{"timestamp":1700000000001500,"value":"ss"}],\
            "tags":{"guid:x-request-id":"00000000-1111-9222-8333-444444444444","http.url":"http://shop:80/cart?id=1",\
            "http.method":"GET","downstream_cluster":"-","user_agent":"curl","http.protocol":"HTTP/1.1",\
            "peer.address":"10.0.0.1","request_size":"0","response_size":"0","node_id":"node-1","component":"proxy",\
            "http.status_code":"200","response_flags":"-"}}]\
            """);
    assertThat(head.get("x-b3-traceid")).isEqualTo("0000000000000010");
    assertThat(head.get("x-b3-spanid")).isEqualTo("0000000000000010");
    assertThat(head.get("x-b3-sampled")).isEqualTo("1");
    assertThat(info.traceReason).isEqualTo(TraceReason.SAMPLED);
    assertThat(info.traceId).isEqualTo("0000000000000010");
    assertThat(stats.counter("http.in.tracing.random_sampling").value()).isEqualTo(1);
  }

  @Test
  void sharesTheSpanOfItsCaller() throws Exception {
    head.add("b3", "463ac35c9f6413ad-a2fb4a1d1a96d312-1");
    Span span = start(tracer("", false), TraceRoute.NONE);
    span.inject(head);
    finish(span, 503);

    assertThat(json())
        .contains("\"id\":\"a2fb4a1d1a96d312\"")
        .contains("\"shared\":true")
        .contains("\"error\":\"true\"");
    assertThat(head.get("b3")).isEqualTo("463ac35c9f6413ad-a2fb4a1d1a96d312-1");
    assertThat(head.contains("x-b3-traceid")).isFalse();
  }

  @Test
  void beginsASpanOfItsOwnIfTold() throws Exception {
    head.add("b3", "463ac35c9f6413ad-a2fb4a1d1a96d312-1");
    start(tracer("shared_span_context: false", false), TraceRoute.NONE).inject(head);

    assertThat(head.get("b3")).isEqualTo("463ac35c9f6413ad-0000000000000010-1-a2fb4a1d1a96d312");
  }

  @Test
  void givesAttemptsSpansOfTheirOwn() throws Exception {
    info.upstreamClusterName = "svc";
    info.upstreamClusterStatName = "svc";
    Span span = start(tracer("trace_id_128bit: true", true), TraceRoute.NONE);

    var attempt = span.attempt("svc", false);
    attempt.inject(head);
    attempt.finish(info, 0, "remote connection failure");

    assertThat(json())
        .contains(
            "\"traceId\":\"00000000000000110000000000000010\",\"parentId\":\"0000000000000010\"")
        .contains("\"id\":\"0000000000000012\",\"kind\":\"CLIENT\",\"name\":\"router svc egress\"")
        .contains("\"error.reason\":\"remote connection failure\"")
        .contains("\"upstream_cluster\":\"svc\"")
        .contains("\"http.protocol\":\"-\"");
    assertThat(head.get("x-b3-parentspanid")).isEqualTo("0000000000000010");
  }

  @Test
  void passesOnADecisionAgainstWithoutReporting() throws Exception {
    head.add("x-b3-sampled", "0");
    Span span = start(tracer("", false), TraceRoute.NONE);
    span.inject(head);
    finish(span, 200);

    assertThat(head.get("x-b3-sampled")).isEqualTo("0");
    assertThat(reports.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void leavesMalformedHeadersAlone() throws Exception {
    head.add("b3", "bogus");

    assertThat(tracer("", false).start(info, head, TraceRoute.NONE)).isNull();
    assertThat(head.get("b3")).isEqualTo("bogus");
  }

  @Test
  void namesTheOperationOfTheRoute() throws Exception {
    var route = new TraceRoute("opname", true, null, List.of(new CustomTag.Fixed("rt", "R")));
    Span span = start(tracer("", false), route);
    var answer = Headers.response(200);
    span.respond(answer);
    finish(span, 200);

    assertThat(json()).contains("\"name\":\"opname\"").contains("\"rt\":\"R\"");
    assertThat(answer.get("x-envoy-decorator-operation")).isEqualTo("opname");
  }

  @Test
  void prefersTheOperationOfItsCaller() throws Exception {
    head.add("x-envoy-decorator-operation", "theirs");
    Span span = start(tracer("", false), new TraceRoute("ours", true, null, List.of()));
    var answer = Headers.response(200);
    span.respond(answer);
    finish(span, 200);

    assertThat(json()).contains("\"name\":\"theirs\"");
    assertThat(head.contains("x-envoy-decorator-operation")).isFalse();
    assertThat(answer.contains("x-envoy-decorator-operation")).isFalse();
  }

  @Test
  void tellsUpstreamTheOperationOnTheWayOut() throws Exception {
    Tracer tracer =
        config("")
            .bind(
                tracing(""),
                new TracerScope(stats.scope("http.out"), true, RequestIdSettings.USUAL));
    Span span = tracer.start(info, head, new TraceRoute("ours", true, null, List.of()));
    var answer = Headers.response(200).add("x-envoy-decorator-operation", "theirs");
    span.respond(answer);
    finish(span, 200);

    assertThat(head.get("x-envoy-decorator-operation")).isEqualTo("ours");
    assertThat(answer.contains("x-envoy-decorator-operation")).isFalse();
    assertThat(json())
        .contains("\"kind\":\"CLIENT\"")
        .contains("\"name\":\"theirs\"")
        .contains("\"value\":\"cr\"");
  }

  @Test
  void samplesByRequestIdAndSaysSo() throws Exception {
    String ten = "random_sampling: {value: 10}";

    assertThat(reason(ten, "000003e7-1111-4222-8333-444444444444"))
        .isEqualTo(TraceReason.SAMPLED); // 999
    assertThat(reason(ten, "000003e8-1111-4222-8333-444444444444"))
        .isEqualTo(TraceReason.NOT_TRACEABLE);
    assertThat(reason(ten, "000003e8-1111-9222-8333-444444444444")).isEqualTo(TraceReason.SAMPLED);
    assertThat(reason("overall_sampling: {value: 0}", REQUEST_ID))
        .isEqualTo(TraceReason.NOT_TRACEABLE);
    assertThat(reason("", "not a uuid")).isEqualTo(TraceReason.NOT_TRACEABLE);
    runtime.replace(Map.of("tracing.random_sampling", 0.0));
    assertThat(reason("", REQUEST_ID)).isEqualTo(TraceReason.NOT_TRACEABLE);
    head.set("x-client-trace-id", "c");
    assertThat(reason("", REQUEST_ID)).isEqualTo(TraceReason.CLIENT_FORCED);
    assertThat(head.get("x-request-id")).isEqualTo("00000000-1111-b222-8333-444444444444");
    head.remove("x-client-trace-id");
    head.set("x-envoy-force-trace", "1");
    assertThat(reason("", REQUEST_ID)).isEqualTo(TraceReason.SERVICE_FORCED);
  }

  @Test
  void addsTheTagsOfTheManager() throws Exception {
    info.dynamicMetadata("mesh").put("who", Map.of("a", 1.0));
    Tracer tracer =
        config("")
            .bind(
                tracing(
                    """
                    , max_path_tag_length: 5, verbose: true, custom_tags: [{tag: lit, literal: {value: L}},
                    {tag: hd, request_header: {name: X-Foo, default_value: none}},
                    {tag: env, environment: {name: "NO SUCH VARIABLE", default_value: D}},
                    {tag: md, metadata: {kind: {request: {}}, metadata_key: {key: mesh, path: [{key: who}]}}}]\
                    """),
                scope());
    info.requestCompleteNanos = info.startNanos + 1000;
    Span span = tracer.start(info, head, TraceRoute.NONE);
    span.tag("own", "O");
    finish(span, 200);

    assertThat(json())
        .contains(
            "\"lit\":\"L\"",
            "\"hd\":\"none\"",
            "\"env\":\"D\"",
            "\"md\":\"{\\\"a\\\":1}\"",
            "\"own\":\"O\"")
        .contains("\"http.url\":\"http://shop:80/cart\"")
        .contains(
            "{\"timestamp\":1700000000000001,\"value\":\"last_downstream_rx_byte_received\"}");
  }

  @Test
  void countsReports() throws Exception {
    runtime.replace(Map.of("tracing.zipkin.min_flush_spans", 1.0));
    status = 500;
    finish(start(tracer("", false), TraceRoute.NONE), 200);
    awaitCount("tracing.zipkin.reports_failed");
    status = CollectorClient.NO_CLUSTER;
    finish(start(tracer("", false), TraceRoute.NONE), 200);
    awaitCount("tracing.zipkin.reports_skipped_no_cluster");

    assertThat(stats.counter("tracing.zipkin.reports_failed").value()).isEqualTo(1);
    assertThat(stats.counter("tracing.zipkin.spans_sent").value()).isEqualTo(2);
  }

  // A report is counted after it was taken.
  private void awaitCount(String counter) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (stats.counter(counter).value() == 0) {
      assertThat(System.nanoTime() - deadline).isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void writesProtobuf() throws Exception {
    finish(start(tracer("collector_endpoint_version: HTTP_PROTO", false), TraceRoute.NONE), 200);

    CollectorClient.Report report = reports.poll(5, TimeUnit.SECONDS);
    assertThat(report.contentType()).isEqualTo("application/x-protobuf");
    assertThat(report.body()[0]).isEqualTo((byte) 0x0a); // field 1, length-delimited
    assertThat(report.authority()).isEqualTo("zipkin");
  }

  @Test
  void refusesWhatItCannotHonour() {
    assertThatThrownBy(() -> tracer("collector_cluster: nope", false))
        .hasMessage(
            "provider.typed_config.collector_cluster: nope (expected: the name of a cluster)");
    assertThatThrownBy(() -> tracer("collector_endpoint_version: GRPC", false))
        .hasMessage(
            "provider.typed_config.collector_endpoint_version: GRPC (expected: HTTP_JSON or"
                + " HTTP_PROTO)");
    assertThatThrownBy(() -> config("").bind(tracing(", random_sampling: {value: 101}"), scope()))
        .hasMessage("random_sampling.value: 101.0 (expected: 0 to 100)");
  }

  private TraceReason reason(String sampling, String requestId) throws IOException {
    head.set("x-request-id", requestId);
    config("")
        .bind(tracing(sampling.isEmpty() ? "" : ", " + sampling), scope())
        .start(info, head, TraceRoute.NONE);
    return info.traceReason;
  }

  private static Span start(Tracer tracer, TraceRoute route, StreamInfo info, Headers head) {
    return tracer.start(info, head, route);
  }

  private Span start(Tracer tracer, TraceRoute route) {
    info.requestHead = head;
    return start(tracer, route, info, head);
  }

  private void finish(Span span, int code) {
    info.requestHead = head;
    info.responseCode = code;
    info.protocol = Protocol.HTTP11;
    info.endNanos = info.startNanos + 1_500_000;
    span.finish(info);
  }

  private String json() throws InterruptedException {
    CollectorClient.Report report = reports.poll(5, TimeUnit.SECONDS);
    return new String(report.body(), StandardCharsets.UTF_8);
  }

  private Tracer tracer(String zipkin, boolean spawns) throws IOException {
    return config(zipkin)
        .bind(zipkin(zipkin, spawns ? ", spawn_upstream_span: true" : ""), scope());
  }

  private TracerScope scope() {
    return new TracerScope(stats.scope("http.in"), false, RequestIdSettings.USUAL);
  }

  private TracingConfig config(String zipkin) throws IOException {
    if (!runtime.values().containsKey("tracing.zipkin.flush_interval_ms")
        && runtime.values().isEmpty()) {
      runtime.replace(Map.of("tracing.zipkin.flush_interval_ms", 5.0));
    }
    CollectorClient client =
        (report, timeout) -> {
          reports.add(report);
          return status;
        };
    var context =
        new TraceContext(
            "node-1",
            "front",
            InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}),
            stats,
            runtime,
            "zipkin"::equals,
            client,
            nextId::getAndIncrement);
    return new TracingConfig(context, List.of(new ZipkinProviderFactory()), null);
  }

  private static HttpConnectionManager.Tracing tracing(String more) throws IOException {
    return zipkin("", more);
  }

  private static HttpConnectionManager.Tracing zipkin(String own, String more) throws IOException {
    String cluster = own.contains("collector_cluster") ? "" : "collector_cluster: zipkin, ";
    String version =
        own.contains("endpoint_version") ? "" : "collector_endpoint_version: HTTP_JSON, ";
    String json =
        "{provider: {name: \"envoy.tracers.zipkin\", typed_config: {\"@type\":"
            + " \"type.googleapis.com/envoy.config.trace.v3.ZipkinConfig\", "
            + cluster
            + version
            + "collector_endpoint: \"/api/v2/spans\""
            + (own.isEmpty() ? "" : ", " + own)
            + "}}"
            + more
            + "}";
    var proto = HttpConnectionManager.Tracing.newBuilder();
    JsonFormat.parser()
        .usingTypeRegistry(TypeRegistry.newBuilder().add(ZipkinConfig.getDescriptor()).build())
        .merge(json, proto);
    return proto.build();
  }
}
