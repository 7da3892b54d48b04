package mesh.proxy.cluster.health.http;

import static mesh.proxy.cluster.health.ProbeHarness.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.Probe;
import mesh.proxy.cluster.health.ProbeHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

class HttpHealthCheckerIT {

  private final ProbeHarness harness = new ProbeHarness();
  private final Map<String, String> seen = new ConcurrentHashMap<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final DisposableServer server =
      HttpServer.create()
          .host("127.0.0.1")
          .port(0)
          .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
          .route(
              routes ->
                  routes
                      .get(
                          "/ok",
                          (request, response) -> {
                            request
                                .requestHeaders()
                                .forEach(h -> seen.put(h.getKey(), h.getValue()));
                            ports.add(
                                ((java.net.InetSocketAddress) request.remoteAddress()).getPort());
                            return response.sendString(Mono.just("all is well"));
                          })
                      .post(
                          "/ok",
                          (request, response) ->
                              request
                                  .receive()
                                  .aggregate()
                                  .asString()
                                  .doOnNext(bodies::add)
                                  .then(Mono.from(response.sendString(Mono.just("posted")))))
                      .get(
                          "/degraded",
                          (request, response) -> response.header("x-envoy-degraded", "true").send())
                      .get(
                          "/named",
                          (request, response) ->
                              response
                                  .header("x-envoy-upstream-healthchecked-cluster", "shop-v2")
                                  .send())
                      .get(
                          "/busy",
                          (request, response) ->
                              response.status(HttpResponseStatus.SERVICE_UNAVAILABLE).send())
                      .get(
                          "/leaving",
                          (request, response) ->
                              response
                                  .status(HttpResponseStatus.SERVICE_UNAVAILABLE)
                                  .header("x-envoy-immediate-health-check-fail", "true")
                                  .send())
                      .get(
                          "/long",
                          (request, response) ->
                              response.sendString(Flux.just("x".repeat(2_000), "needle")))
                      .get("/silent", (request, response) -> Mono.never()))
          .bindNow();

  @AfterEach
  void stop() {
    server.disposeNow();
    harness.close();
  }

  @Test
  void okPasses() throws Exception {
    assertThat(ask(probe("path: '/ok'"))).isEqualTo(CheckResult.HEALTHY);
    assertThat(seen).containsEntry("host", "backend").containsEntry("user-agent", "Envoy/HC");
    assertThat(seen).doesNotContainKeys("accept", "Accept");
  }

  @Test
  void http2IsSpokenWithoutUpgrade() throws Exception {
    assertThat(ask(probe("path: '/ok' codec_client_type: HTTP2"))).isEqualTo(CheckResult.HEALTHY);
    assertThat(seen).containsEntry("host", "backend");
  }

  @Test
  void theEndpointsNameComesFirst() throws Exception {
    var probe = harness.probe(factory(), "path: '/ok' host: 'h'", address(), "own.name");

    assertThat(ask(probe)).isEqualTo(CheckResult.HEALTHY);
    assertThat(seen).containsEntry("host", "own.name");
  }

  @Test
  void headersCanBeChanged() throws Exception {
    ask(
        probe(
            """
            path: '/ok' host: 'h'
            request_headers_to_add { header { key: 'x-check' value: 'yes' } }
            request_headers_to_remove: 'user-agent'
            """));

    assertThat(seen).containsEntry("x-check", "yes").containsEntry("host", "h");
    assertThat(seen).doesNotContainKey("user-agent");
  }

  @Test
  void connectionsAreReusedUnlessToldOtherwise() throws Exception {
    Probe reusing = probe("path: '/ok'");
    ask(reusing);
    ask(reusing);
    assertThat(ports).hasSize(2).containsOnly(ports.getFirst());

    ports.clear();
    Probe once = harness.probe(factory(), "path: '/ok'", address(), "", false);
    ask(once);
    ask(once);
    assertThat(ports).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void anotherStatusFails() throws Exception {
    assertThat(ask(probe("path: '/busy'"))).isEqualTo(CheckResult.FAILED);
    assertThat(ask(probe("path: '/nowhere'"))).isEqualTo(CheckResult.FAILED);
    assertThat(ask(probe("path: '/leaving'"))).isEqualTo(CheckResult.FAILED_EXCLUDED);
  }

  @Test
  void statusesCanBeExpectedOrRetriable() throws Exception {
    assertThat(ask(probe("path: '/busy' expected_statuses { start: 500 end: 600 }")))
        .isEqualTo(CheckResult.HEALTHY);
    assertThat(ask(probe("path: '/ok' expected_statuses { start: 500 end: 600 }")))
        .isEqualTo(CheckResult.FAILED);
    assertThat(ask(probe("path: '/busy' retriable_statuses { start: 503 end: 504 }")))
        .isEqualTo(CheckResult.FAILED_RETRIABLY);
    assertThat(ask(probe("path: '/leaving' retriable_statuses { start: 503 end: 504 }")))
        .isEqualTo(CheckResult.FAILED_RETRIABLY_EXCLUDED);
  }

  @Test
  void aHostMaySayThatItIsDegraded() throws Exception {
    assertThat(ask(probe("path: '/degraded'"))).isEqualTo(CheckResult.DEGRADED);
  }

  @Test
  void theServiceIsVerified() throws Exception {
    assertThat(ask(probe("path: '/named' service_name_matcher { prefix: 'shop' }")))
        .isEqualTo(CheckResult.HEALTHY);
    assertThat(ask(probe("path: '/named' service_name_matcher { prefix: 'cart' }")))
        .isEqualTo(CheckResult.FAILED);
    assertThat(ask(probe("path: '/ok' service_name_matcher { prefix: 'shop' }")))
        .isEqualTo(CheckResult.FAILED);
    assertThat(harness.verifications()).isEqualTo(3);
  }

  @Test
  void theBodyIsSearched() throws Exception {
    assertThat(ask(probe("path: '/ok' receive { text: '616c6c' } receive { text: '77656c6c' }")))
        .isEqualTo(CheckResult.HEALTHY); // "all", then "well"
    assertThat(ask(probe("path: '/ok' receive { text: '77656c6c' } receive { text: '616c6c' }")))
        .isEqualTo(CheckResult.FAILED);
    assertThat(ask(probe("path: '/long' receive { binary: 'needle' }")))
        .isEqualTo(CheckResult.FAILED); // behind the first 1,024 bytes
    assertThat(ask(probe("path: '/long' receive { binary: 'needle' } response_buffer_size {}")))
        .isEqualTo(CheckResult.HEALTHY);
  }

  @Test
  void aBodyCanBeSent() throws Exception {
    assertThat(ask(probe("path: '/ok' method: POST send { binary: 'ping' }")))
        .isEqualTo(CheckResult.HEALTHY);
    assertThat(bodies).containsExactly("ping");
  }

  @Test
  void nobodyThereIsANetworkFailure() throws Exception {
    var probe = harness.probe(factory(), "path: '/ok'", ProbeHarness.nobody(), "");

    assertThat(ask(probe)).isEqualTo(CheckResult.NETWORK_FAILURE);
  }

  @Test
  void anAbandonedQuestionIsForgotten() throws Exception {
    Probe probe = probe("path: '/silent'");
    var answers = new CopyOnWriteArrayList<CheckResult>();
    probe.check(answers::add);

    probe.abandon();

    assertThat(ask(probe("path: '/ok'"))).isEqualTo(CheckResult.HEALTHY);
    assertThat(answers).isEmpty();
  }

  @Test
  void refusesAStatusThatIsNone() {
    assertThatThrownBy(() -> probe("path: '/ok' expected_statuses { start: 0 end: 700 }"))
        .hasMessage(
            "expected_statuses[0]: [0, 700) (expected: start below end, within [100, 600))");
  }

  @Test
  void refusesABodyWithGet() {
    assertThatThrownBy(() -> probe("path: '/ok' send { binary: 'x' }"))
        .hasMessage("method: GET (expected: POST, PUT, PATCH or OPTIONS, for send is set)");
  }

  @Test
  void refusesHttp3() {
    assertThatThrownBy(() -> probe("path: '/ok' codec_client_type: HTTP3"))
        .hasMessage("codec_client_type: HTTP3 (expected: HTTP1 or HTTP2)");
  }

  private Probe probe(String config) {
    return harness.probe(factory(), config, address(), "");
  }

  private SocketAddress address() {
    return server.address();
  }

  private static HttpHealthCheckerFactory factory() {
    return new HttpHealthCheckerFactory();
  }
}
