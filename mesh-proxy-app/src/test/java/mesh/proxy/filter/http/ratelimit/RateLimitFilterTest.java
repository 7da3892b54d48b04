package mesh.proxy.filter.http.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimit;
import io.envoyproxy.envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit.Unit;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.FakeStream;
import mesh.proxy.filter.http.FilterHost;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.ScriptedGrpc;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.route.RouteContext;
import mesh.proxy.route.RouteTable;
import mesh.proxy.route.RouteTableConfig;
import mesh.proxy.stats.Counter;
import mesh.proxy.stream.ResponseFlag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateLimitFilterTest {

  private static final String SERVICE =
      "domain: edge\n"
          + "rate_limit_service: {grpc_service: {envoy_grpc: {cluster_name: limits}}}\n";

  private static final String ROUTES =
      """
      virtual_hosts:
      - name: all
        domains: ["*"]
        rate_limits:
        - actions: [{generic_key: {descriptor_value: host}}]
        routes:
        - match: {prefix: /own}
          route:
            cluster: up
            rate_limits:
            - actions:
              - {source_cluster: {}}
              - {destination_cluster: {}}
              - {request_headers: {header_name: X-User, descriptor_key: user}}
            - actions: [{remote_address: {}}]
            - stage: 1
              actions: [{generic_key: {descriptor_value: later}}]
        - match: {prefix: /both}
          route:
            cluster: up
            include_vh_rate_limits: true
            rate_limits:
            - actions: [{generic_key: {descriptor_value: route}}]
            - disable_key: off
              actions: [{generic_key: {descriptor_value: off}}]
        - match: {prefix: /}
          route: {cluster: up}
      """;

  private final FilterHost host = new FilterHost();
  private final ScriptedGrpc service = host.grpc;

  RateLimitFilterTest() {
    host.cluster(ProtoYaml.parse(Cluster.getDefaultInstance(), "name: up\n"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void asksWithTheDescriptorsOfTheRoute() throws Exception {
    var filter = filter("timeout: 0.25s\n");
    var stream = stream("/own", Map.of("x-user", "ada"));

    assertThat(begin(filter, stream)).isEqualTo(Verdict.Flow.PAUSE);

    assertThat(asked())
        .isEqualTo(
            request(
                """
                domain: edge
                descriptors:
                - entries:
                  - {key: source_cluster, value: my-cluster}
                  - {key: destination_cluster, value: up}
                  - {key: user, value: ada}
                - entries: [{key: remote_address, value: 10.0.0.1}]
                """));
    ScriptedGrpc.Call call = service.calls.getFirst();
    assertThat(call.target.cluster()).isEqualTo("limits");
    assertThat(call.path).isEqualTo("/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit");
    assertThat(call.timeoutMillis).isEqualTo(250);
    assertThat(call.complete).isTrue();
  }

  @Test
  void waitsTwentyMillisecondsUnlessTold() {
    begin(filter(""), stream("/", Map.of()));

    assertThat(service.calls.getFirst().timeoutMillis).isEqualTo(20);
  }

  @Test
  void looksAtTheHostIfTheRouteHasNoneOrSaysSo() throws Exception {
    begin(filter(""), stream("/", Map.of()));
    assertThat(asked()).isEqualTo(generic("host"));

    begin(filter(""), stream("/both", Map.of()));
    assertThat(asked()).isEqualTo(generic("route", "off", "host"));

    host.runtime.replace(Map.of("ratelimit.off.http_filter_enabled", 0.0));
    begin(filter(""), stream("/both", Map.of()));
    assertThat(asked()).isEqualTo(generic("route", "host"));

    begin(filter("stage: 1\n"), stream("/own", Map.of()));
    assertThat(asked()).isEqualTo(generic("later"));
  }

  @Test
  void doesWhatTheRouteConfigures() throws Exception {
    begin(filter(""), stream("/own", Map.of(), "{vh_rate_limits: INCLUDE, domain: other}"));
    assertThat(asked().getDomain()).isEqualTo("other");
    assertThat(asked().getDescriptorsList()).hasSize(2);

    begin(filter(""), stream("/", Map.of(), "{vh_rate_limits: IGNORE}"));
    assertThat(service.calls).hasSize(1);

    String rules =
        "{rate_limits: [{hits_addend: {number: 3}, actions: [{generic_key: {descriptor_value:"
            + " a}}]}]}";
    begin(filter(""), stream("/own", Map.of(), rules));
    assertThat(asked().getDescriptors(0).getHitsAddend().getValue()).isEqualTo(3);
    assertThat(asked().getDescriptorsCount()).isEqualTo(1);
  }

  @Test
  void asksOnlyAboutRequestsThatAreConcerned() {
    var internal = Map.of("x-envoy-internal", "true");
    assertThat(begin(filter("request_type: external\n"), stream("/", internal)))
        .isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(begin(filter("request_type: internal\n"), stream("/", Map.of())))
        .isEqualTo(Verdict.Flow.CONTINUE);
    host.runtime.replace(Map.of("ratelimit.http_filter_enabled", 0.0));
    assertThat(begin(filter(""), stream("/", internal))).isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(service.calls).isEmpty();
  }

  @Test
  void letsGoOnWhatTheServiceAllows() {
    var filter = filter("enable_x_ratelimit_headers: DRAFT_VERSION_03\n");
    var stream = stream("/", Map.of());
    begin(filter, stream);

    service
        .calls
        .getFirst()
        .answer(
            RateLimitResponse.newBuilder()
                .setOverallCode(Code.OK)
                .addStatuses(status(100, Unit.MINUTE, 7, "minutely"))
                .addStatuses(status(5, Unit.SECOND, 3, ""))
                .addStatuses(DescriptorStatus.getDefaultInstance())
                .addRequestHeadersToAdd(header("X-Plan", "gold"))
                .addResponseHeadersToAdd(header("X-Quota", "some"))
                .setDynamicMetadata(
                    Struct.newBuilder()
                        .putFields("plan", Value.newBuilder().setStringValue("gold").build()))
                .build());

    assertThat(stream.requestResumed).isEqualTo(1);
    assertThat(stream.requestHead().get("x-plan")).isEqualTo("gold");
    assertThat(stream.info().dynamicMetadata())
        .isEqualTo(Map.of("envoy.filters.http.ratelimit", Map.of("plan", "gold")));
    Headers response = Headers.response(200);
    filter.onResponseHead(stream, response, true);
    filter.onResponseHead(stream, response, true);
    assertThat(response)
        .hasToString(
            """
            :status: 200
            x-quota: some
            x-ratelimit-limit: 5, 100;w=60;name="minutely", 5;w=1
            x-ratelimit-remaining: 3
            x-ratelimit-reset: 11
            """);
    assertThat(count("cluster.up.ratelimit.ok")).isEqualTo(1);
  }

  @Test
  void refusesWhatIsAboveTheLimit() {
    var filter =
        filter(
            "rate_limited_status: {code: 503}\nstat_prefix: a\n"
                + "response_headers_to_add: [{header: {key: x-why, value: limit}}]\n"
                + "rate_limited_as_resource_exhausted: true\n");
    var stream = stream("/", Map.of());
    begin(filter, stream);

    service
        .calls
        .getFirst()
        .answer(
            RateLimitResponse.newBuilder()
                .setOverallCode(Code.OVER_LIMIT)
                .addResponseHeadersToAdd(header("x-quota", "none"))
                .setRawBody(ByteString.copyFromUtf8("slower"))
                .build());

    LocalReply reply = stream.replies.getFirst();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.body()).isEqualTo("slower");
    assertThat(reply.details()).isEqualTo("request_rate_limited");
    assertThat(reply.flag()).isEqualTo(ResponseFlag.RATE_LIMITED);
    assertThat(reply.grpcStatus()).isEqualTo(8);
    assertThat(reply.headers())
        .hasToString("x-quota: none\nx-envoy-ratelimited: true\nx-why: limit\n");
    assertThat(stream.requestResumed).isZero();
    assertThat(count("cluster.up.ratelimit.a.over_limit")).isEqualTo(1);
    assertThat(count("cluster.up.upstream_rq_503")).isEqualTo(1);
    Headers response = Headers.response(503);
    filter.onResponseHead(stream, response, true);
    assertThat(response.size()).as("they are in the reply already").isEqualTo(1);
  }

  @Test
  void onlyCountsWhereItDoesNotEnforce() {
    var filter = filter("filter_enforced: {default_value: {numerator: 0}}\n");
    var stream = stream("/", Map.of());
    service.onBegin =
        call -> call.answer(RateLimitResponse.newBuilder().setOverallCode(Code.OVER_LIMIT).build());

    assertThat(begin(filter, stream)).isEqualTo(Verdict.Flow.CONTINUE);

    assertThat(count("cluster.up.ratelimit.over_limit")).isEqualTo(1);
    Headers response = Headers.response(200);
    filter.onResponseHead(stream, response, true);
    assertThat(response.get("x-envoy-ratelimited")).isEqualTo("true");
  }

  @Test
  void goesOnWithoutTheServiceUnlessItMustNot() {
    var stream = stream("/", Map.of());
    begin(filter(""), stream);
    service.calls.getFirst().fail(14);
    assertThat(stream.requestResumed).isEqualTo(1);
    assertThat(count("cluster.up.ratelimit.error")).isEqualTo(1);
    assertThat(count("cluster.up.ratelimit.failure_mode_allowed")).isEqualTo(1);

    service.onBegin = call -> call.fail(4);
    Verdict verdict =
        begin(filter("failure_mode_deny: true\nstatus_on_error: {code: 504}\n"), stream);
    assertThat(verdict)
        .isEqualTo(
            new LocalReply(504, "", "rate_limiter_error", ResponseFlag.RATELIMIT_SERVICE_ERROR));
    assertThat(count("cluster.up.ratelimit.failure_mode_allowed")).isEqualTo(1);
  }

  @Test
  void asksNoMoreWhenTheStreamIsOver() {
    var filter = filter("");
    var stream = stream("/", Map.of());
    begin(filter, stream);

    filter.onStreamEnd(stream);

    assertThat(service.calls.getFirst().cancelled).isTrue();
  }

  private HttpFilter filter(String more) {
    var factory = new RateLimitFilterFactory();
    RateLimit proto = ProtoYaml.parse(factory.prototype(), SERVICE + more);
    factory.supported().check(proto);
    return factory.bind(proto, host.context("limit")).get();
  }

  private static Verdict begin(HttpFilter filter, FakeStream stream) {
    return filter.onRequestHead(stream, stream.requestHead(), true);
  }

  private FakeStream stream(String path, Map<String, String> fields) {
    return stream(path, fields, "{}");
  }

  private FakeStream stream(String path, Map<String, String> fields, String perRoute) {
    Headers head = Headers.request("GET", "http", "shop", path);
    fields.forEach(head::add);
    var connection =
        new ConnectionInfo(
            new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("10.0.0.1", 999));
    return new FakeStream(host, connection, head, routes(perRoute));
  }

  private RouteTable routes(String perRoute) {
    var factory = new RateLimitFilterFactory();
    RateLimitPerRoute config = ProtoYaml.parse(RateLimitPerRoute.getDefaultInstance(), perRoute);
    factory.supported().check(config);
    Object bound = factory.bindRoute(config, host.context("limit"));
    var proto = ProtoYaml.parse(RouteConfiguration.getDefaultInstance(), ROUTES).toBuilder();
    if (!perRoute.equals("{}")) {
      proto.putTypedPerFilterConfig("limit", com.google.protobuf.Any.pack(config));
    }
    return RouteTableConfig.parse(
        proto.build(), new RouteContext((name, any, optional) -> bound, cluster -> true, false));
  }

  private RateLimitRequest asked() throws Exception {
    return RateLimitRequest.parseFrom(service.calls.getLast().sent);
  }

  private static RateLimitRequest request(String yaml) {
    return ProtoYaml.parse(RateLimitRequest.getDefaultInstance(), yaml);
  }

  private static RateLimitRequest generic(String... values) {
    var request = RateLimitRequest.newBuilder().setDomain("edge");
    for (String value : List.of(values)) {
      request.addDescriptorsBuilder().addEntriesBuilder().setKey("generic_key").setValue(value);
    }
    return request.build();
  }

  private static DescriptorStatus status(int limit, Unit unit, int remaining, String name) {
    return DescriptorStatus.newBuilder()
        .setCode(Code.OK)
        .setCurrentLimit(
            RateLimitResponse.RateLimit.newBuilder()
                .setRequestsPerUnit(limit)
                .setUnit(unit)
                .setName(name))
        .setLimitRemaining(remaining)
        .setDurationUntilReset(Duration.newBuilder().setSeconds(11))
        .build();
  }

  private static HeaderValue header(String key, String value) {
    return HeaderValue.newBuilder().setKey(key).setValue(value).build();
  }

  private long count(String name) {
    long[] count = {0};
    host.stats.visit(
        (prefix, metric) -> {
          if (metric instanceof Counter counter && name.equals(prefix + metric.leafName())) {
            count[0] = counter.value();
          }
        });
    return count[0];
  }
}
