package mesh.proxy.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.extensions.access_loggers.file.v3.FileAccessLog;
import io.netty.channel.DefaultEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mesh.proxy.accesslog.stream.GrpcLogs;
import mesh.proxy.accesslog.writer.LogFiles;
import mesh.proxy.catalog.AccessLogSinks;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.stream.TraceReason;
import mesh.proxy.worker.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogConfigTest {

  private static final GrpcLogs NO_SERVICES =
      new GrpcLogs(
          new byte[0], Workers.of(new DefaultEventLoopGroup(1)), null, Stats.root(), bound -> 0);

  @TempDir private Path folder;
  private final Runtime runtime = new Runtime(bound -> 0);
  private final LogFiles files = new LogFiles(Duration.ofDays(1), Stats.root());
  private final AccessLogConfig config =
      new AccessLogConfig(
          new AccessLogContext(files, NO_SERVICES, runtime, bound -> bound / 2),
          AccessLogSinks.ALL);
  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("10.0.0.1", 999)),
          1_700_000_000_000L,
          System.nanoTime());

  AccessLogConfigTest() {
    info.requestHead =
        Headers.request("GET", "http", "shop", "/cart?id=1").add("user-agent", "curl");
    info.responseHead = Headers.response(503);
    info.responseCode = 503;
    info.endNanos = info.startNanos + 25_000_000;
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void writesEnvoysFormatWithoutBeingTold() throws Exception {
    assertThat(logged(""))
        .isEqualTo(
            "[2023-11-14T22:13:20.000Z] \"GET /cart?id=1 HTTP/1.1\" 503 - 0 0 25 - \"-\" \"curl\""
                + " \"-\" \"shop\" \"-\"\n");
  }

  @Test
  void writesTextAndJson() throws Exception {
    assertThat(
            logged(
                "log_format: {text_format_source: {inline_string: \"%RESPONSE_CODE% %REQ(X-A)%\\n"
                    + "\"}}"))
        .isEqualTo("503 -\n");
    assertThat(
            logged(
                "log_format: {json_format: {code: \"%RESPONSE_CODE%\", who:"
                    + " \"%REQ(USER-AGENT)%\"}}"))
        .isEqualTo("{\"code\":503,\"who\":\"curl\"}\n");
    assertThat(
            logged(
                "log_format: {omit_empty_values: true, text_format_source: {inline_string:"
                    + " \"<%REQ(X-A)%>\\n"
                    + "\"}}"))
        .isEqualTo("<>\n");
    assertThat(logged("format: \"%PROTOCOL%\\n\"")).isEqualTo("HTTP/1.1\n");
    assertThat(logged("typed_json_format: {a: \"%RESPONSE_CODE%\"}")).isEqualTo("{\"a\":503}\n");
  }

  @Test
  void printsWhatHappened() throws Exception {
    assertThat(logged("format: \"%ACCESS_LOG_TYPE%\\n\"")).isEqualTo("DownstreamEnd\n");
  }

  @Test
  void comparesStatusAndDuration() throws Exception {
    assertThat(admits("status_code_filter: {comparison: {op: GE, value: {default_value: 500}}}"))
        .isTrue();
    assertThat(admits("status_code_filter: {comparison: {op: LE, value: {default_value: 500}}}"))
        .isFalse();
    assertThat(admits("status_code_filter: {comparison: {op: EQ, value: {default_value: 503}}}"))
        .isTrue();
    assertThat(admits("duration_filter: {comparison: {op: GE, value: {default_value: 25}}}"))
        .isTrue();
    assertThat(admits("duration_filter: {comparison: {op: GE, value: {default_value: 26}}}"))
        .isFalse();

    runtime.replace(Map.of("least", 600.0));
    assertThat(
            admits(
                "status_code_filter: {comparison: {op: GE, value: {default_value: 500, runtime_key:"
                    + " least}}}"))
        .isFalse();
  }

  @Test
  void looksAtHealthChecksTracesFlagsAndTypes() throws Exception {
    assertThat(admits("not_health_check_filter: {}")).isTrue();
    assertThat(admits("traceable_filter: {}")).isFalse();
    assertThat(admits("response_flag_filter: {}")).isFalse();
    info.healthCheck = true;
    info.traceReason = TraceReason.SAMPLED;
    info.flag(ResponseFlag.NO_ROUTE_FOUND);

    assertThat(admits("not_health_check_filter: {}")).isFalse();
    assertThat(admits("traceable_filter: {}")).isTrue();
    assertThat(admits("response_flag_filter: {}")).isTrue();
    assertThat(admits("response_flag_filter: {flags: [NR]}")).isTrue();
    assertThat(admits("response_flag_filter: {flags: [UH, UF]}")).isFalse();
    assertThat(admits("log_type_filter: {types: [DownstreamEnd]}")).isTrue();
    assertThat(admits("log_type_filter: {types: [DownstreamEnd], exclude: true}")).isFalse();
    assertThat(admits("log_type_filter: {types: [DownstreamStart]}")).isFalse();
  }

  @Test
  void looksAtHeadersMetadataAndGrpcStatus() throws Exception {
    info.dynamicMetadata("mesh").put("tier", "gold");

    assertThat(admits("header_filter: {header: {name: user-agent, string_match: {exact: curl}}}"))
        .isTrue();
    assertThat(admits("header_filter: {header: {name: user-agent, string_match: {exact: wget}}}"))
        .isFalse();
    assertThat(admits(metadata("tier", "gold", ""))).isTrue();
    assertThat(admits(metadata("tier", "lead", ""))).isFalse();
    assertThat(admits(metadata("rank", "gold", ""))).isTrue();
    assertThat(admits(metadata("rank", "gold", ", match_if_key_not_found: false"))).isFalse();
    assertThat(admits("grpc_status_filter: {statuses: [UNAVAILABLE]}")).isTrue();
    assertThat(admits("grpc_status_filter: {statuses: [UNAVAILABLE], exclude: true}")).isFalse();
    info.responseTrailers = new Headers().add("grpc-status", "5");
    assertThat(admits("grpc_status_filter: {statuses: [NOT_FOUND]}")).isTrue();
  }

  @Test
  void combinesRules() throws Exception {
    String error = "{status_code_filter: {comparison: {op: GE, value: {default_value: 500}}}}";
    String flagged = "{response_flag_filter: {}}";

    assertThat(admits("and_filter: {filters: [" + error + "," + flagged + "]}")).isFalse();
    assertThat(admits("or_filter: {filters: [" + error + "," + flagged + "]}")).isTrue();
  }

  @Test
  void drawsByRequestIdUnlessTold() throws Exception {
    String share = "runtime_filter: {runtime_key: k, percent_sampled: {numerator: 20}%s}";
    info.requestHead.add("x-request-id", "00000012-0000-4000-8000-000000000000"); // 18 of 100

    assertThat(admits(share.formatted(""))).isTrue();
    info.requestHead.set("x-request-id", "00000015-0000-4000-8000-000000000000"); // 21 of 100
    assertThat(admits(share.formatted(""))).isFalse();
    runtime.replace(Map.of("k", 100.0));
    assertThat(admits(share.formatted(", use_independent_randomness: true"))).isTrue();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> admits("response_flag_filter: {flags: [XX]}"))
        .hasMessage(
            "[0].filter.response_flag_filter.flags[0]: XX (expected: a response flag such as UH, UF"
                + " or NR)");
    assertThatThrownBy(() -> admits("and_filter: {filters: [{traceable_filter: {}}]}"))
        .hasMessage("[0].filter.and_filter.filters: 1 (expected: at least two filters)");
    assertThatThrownBy(() -> admits("extension_filter: {name: cel}"))
        .hasMessage(
            "[0].filter.extension_filter: cel (expected: a filter that is not an extension)");
    assertThatThrownBy(() -> config.bind(List.of(AccessLog.newBuilder().setName("x").build())))
        .hasMessage("[0].typed_config: null (expected: the configuration of x)");
    assertThatThrownBy(() -> logged("format: \"%NOPE%\""))
        .hasMessageStartingWith("[0].typed_config.format: %NOPE%");
  }

  private static String metadata(String key, String value, String more) {
    return "metadata_filter: {matcher: {filter: mesh, path: [{key: %s}], value: {string_match: {exact: %s}}}%s}"
        .formatted(key, value, more);
  }

  private boolean admits(String filter) throws IOException {
    return !write("format: \"x\\n\"", filter).isEmpty();
  }

  private String logged(String sink) throws IOException {
    return write(sink, "");
  }

  private String write(String sink, String filter) throws IOException {
    Path file = Files.createTempFile(folder, "log", "");
    var log = AccessLog.newBuilder();
    String type =
        "\"@type\": \"type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog\"";
    String typed =
        "{" + type + ", path: \"" + file + "\"" + (sink.isEmpty() ? "" : ", " + sink) + "}";
    JsonFormat.parser()
        .usingTypeRegistry(TypeRegistry.newBuilder().add(FileAccessLog.getDescriptor()).build())
        .merge("{name: \"envoy.access_loggers.file\", typed_config: " + typed + "}", log);
    if (!filter.isEmpty()) {
      var proto = AccessLogFilter.newBuilder();
      JsonFormat.parser().merge("{" + filter + "}", proto);
      log.setFilter(proto);
    }
    var own = new LogFiles(Duration.ofDays(1), Stats.root());
    try (own) {
      new AccessLogConfig(
              new AccessLogContext(own, NO_SERVICES, runtime, bound -> bound / 2),
              AccessLogSinks.ALL)
          .bind(List.of(log.build()))
          .log(info, AccessLogType.DOWNSTREAM_END);
    }
    return Files.readString(file);
  }
}
