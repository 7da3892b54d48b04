package mesh.proxy.filter.http.extauthz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
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
import mesh.proxy.stream.ResponseFlag;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExtAuthzFilterTest {

  private static final String SERVICE = "grpc_service: {envoy_grpc: {cluster_name: authz}}\n";

  private static final String ROUTES =
      "virtual_hosts: [{name: all, domains: [\"*\"],"
          + " routes: [{match: {prefix: /}, route: {cluster: up}}]}]";

  private final FilterHost host = new FilterHost();
  private final ScriptedGrpc service = host.grpc;
  private final ConnectionInfo connection =
      new ConnectionInfo(
          new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("10.0.0.1", 999));

  ExtAuthzFilterTest() {
    host.cluster(ProtoYaml.parse(Cluster.getDefaultInstance(), "name: up\n"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void tellsTheServiceOfTheRequestAndItsClient() throws Exception {
    var client = TestAuthority.of("cluster.local").issue("spiffe://cluster.local/ns/a/sa/b");
    connection.serverName("shop.a");
    connection.tls(
        new TlsInfo("TLSv1.3", "", "", "shop.a", "", null, List.of(client.certificate()), true));
    var stream = stream(Map.of("x-one", "1", "cookie", "secret"), "{}");
    String more =
        "include_peer_certificate: true\ninclude_tls_session: true\n"
            + "disallowed_headers: {patterns: [{exact: cookie}]}\n";

    assertThat(begin(filter(more), stream, true)).isEqualTo(Verdict.Flow.PAUSE);

    AttributeContext asked = asked();
    assertThat(asked.getSource().getAddress().getSocketAddress().getAddress())
        .isEqualTo("10.0.0.1");
    assertThat(asked.getSource().getPrincipal()).isEqualTo("spiffe://cluster.local/ns/a/sa/b");
    assertThat(asked.getSource().getCertificate()).startsWith("-----BEGIN%20CERTIFICATE");
    assertThat(asked.getDestination().getAddress().getSocketAddress().getPortValue()).isEqualTo(80);
    assertThat(asked.getTlsSession().getSni()).isEqualTo("shop.a");
    var http = asked.getRequest().getHttp();
    assertThat(http.getMethod()).isEqualTo("POST");
    assertThat(http.getPath()).isEqualTo("/cart");
    assertThat(http.getHost()).isEqualTo("shop");
    assertThat(http.getProtocol()).isEqualTo("HTTP/1.1");
    assertThat(http.getHeadersMap())
        .containsEntry("x-one", "1")
        .containsEntry(":path", "/cart")
        .doesNotContainKey("cookie");
    ScriptedGrpc.Call call = service.calls.getFirst();
    assertThat(call.path).isEqualTo("/envoy.service.auth.v3.Authorization/Check");
    assertThat(call.timeoutMillis).isEqualTo(200);
  }

  @Test
  void letsGoOnWhatTheServiceAllows() {
    var filter = filter("clear_route_cache: true\n");
    var stream = stream(Map.of("x-old", "1", "x-more", "a"), "{}");
    begin(filter, stream, true);

    answer(
        """
        status: {code: 0}
        ok_response:
          headers:
          - {header: {key: X-User, value: ada}}
          - {header: {key: x-more, value: b}, append: true}
          headers_to_remove: [x-old, ":path"]
          response_headers_to_add: [{header: {key: x-told, value: "yes"}}]
        dynamic_metadata: {who: ada}
        """);

    assertThat(stream.requestResumed).isEqualTo(1);
    assertThat(stream.routeCacheCleared).isEqualTo(1);
    assertThat(stream.requestHead().get("x-user")).isEqualTo("ada");
    assertThat(stream.requestHead().get("x-more")).isEqualTo("a,b");
    assertThat(stream.requestHead().contains("x-old")).isFalse();
    assertThat(stream.requestHead().path()).isEqualTo("/cart");
    assertThat(stream.info().dynamicMetadata("envoy.filters.http.ext_authz"))
        .isEqualTo(Map.of("who", "ada"));
    Headers response = Headers.response(200);
    filter.onResponseHead(stream, response, true);
    assertThat(response.get("x-told")).isEqualTo("yes");
    assertThat(host.counts()).isEqualTo(Map.of("http.ingress.ext_authz.ok", 1L));
  }

  @Test
  void refusesWhatTheServiceDenies() {
    var stream = stream(Map.of(), "{}");
    begin(filter(""), stream, true);

    answer(
        """
        status: {code: 16}
        denied_response:
          status: {code: 401}
          headers: [{header: {key: www-authenticate, value: Basic}}]
          body: who are you
        """);

    LocalReply reply = stream.replies.getFirst();
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.body()).isEqualTo("who are you");
    assertThat(reply.details()).isEqualTo("ext_authz_denied");
    assertThat(reply.flag()).isEqualTo(ResponseFlag.UNAUTHORIZED_EXTERNAL_SERVICE);
    assertThat(reply.headers()).hasToString("www-authenticate: Basic\n");
    assertThat(host.counts()).isEqualTo(Map.of("http.ingress.ext_authz.denied", 1L));
  }

  @Test
  void refusesWhenTheServiceFailsUnlessItMustNot() {
    var stream = stream(Map.of(), "{}");
    service.onBegin = call -> call.fail(14);
    assertThat(begin(filter("status_on_error: {code: 503}\n"), stream, true))
        .isEqualTo(
            new LocalReply(503, "", "ext_authz_error", ResponseFlag.UNAUTHORIZED_EXTERNAL_SERVICE));

    String allow = "failure_mode_allow: true\nfailure_mode_allow_header_add: true\n";
    assertThat(begin(filter(allow), stream, true)).isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(stream.requestHead().get("x-envoy-auth-failure-mode-allowed")).isEqualTo("true");
    assertThat(host.counts())
        .isEqualTo(
            Map.of(
                "http.ingress.ext_authz.error",
                2L,
                "http.ingress.ext_authz.failure_mode_allowed",
                1L));
  }

  @Test
  void waitsForTheBodyIfTheServiceIsToldOfIt() throws Exception {
    var filter = filter("with_request_body: {max_request_bytes: 8}\n");
    var stream = stream(Map.of(), "{}");

    assertThat(begin(filter, stream, false)).isEqualTo(Verdict.Flow.COLLECT);
    assertThat(stream.collectedRequest).isEqualTo(8);
    assertThat(filter.onRequestData(stream, bytes("abc"), false)).isEqualTo(Verdict.Flow.COLLECT);
    assertThat(service.calls).isEmpty();
    assertThat(filter.onRequestData(stream, bytes("def"), true)).isEqualTo(Verdict.Flow.COLLECT);

    assertThat(asked().getRequest().getHttp().getBody()).isEqualTo("abcdef");
    assertThat(asked().getRequest().getHttp().getHeadersMap())
        .containsEntry("x-envoy-auth-partial-body", "false");
    answer("{status: {code: 0}}");
    assertThat(stream.requestResumed).isEqualTo(1);
    filter.onStreamEnd(stream);
  }

  @Test
  void cutsABodyIfAPartIsEnough() throws Exception {
    var filter =
        filter(
            "with_request_body: {max_request_bytes: 4, allow_partial_message: true,"
                + " pack_as_bytes: true}\n");
    var stream = stream(Map.of(), "{}");

    begin(filter, stream, false);
    filter.onRequestData(stream, bytes("abcdef"), false);

    assertThat(asked().getRequest().getHttp().getRawBody().toStringUtf8()).isEqualTo("abcd");
    assertThat(asked().getRequest().getHttp().getHeadersMap())
        .containsEntry("x-envoy-auth-partial-body", "true");
    assertThat(filter.onRequestData(stream, bytes("g"), true)).isEqualTo(Verdict.Flow.COLLECT);
    assertThat(service.calls).hasSize(1);
    filter.onStreamEnd(stream);
    assertThat(service.calls.getFirst().cancelled).isTrue();
  }

  @Test
  void doesWhatTheRouteConfigures() throws Exception {
    assertThat(begin(filter(""), stream(Map.of(), "{disabled: true}"), true))
        .isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(service.calls).isEmpty();

    begin(filter(""), stream(Map.of(), "{check_settings: {context_extensions: {a: b}}}"), true);
    assertThat(asked().getContextExtensionsMap()).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void asksNobodyWhenItIsOff() {
    String off = "filter_enabled: {default_value: {numerator: 0}}\n";
    assertThat(begin(filter(off), stream(Map.of(), "{}"), true)).isEqualTo(Verdict.Flow.CONTINUE);

    String denies = "deny_at_disable: {runtime_key: deny, default_value: true}\n";
    assertThat(begin(filter(off + denies), stream(Map.of(), "{}"), true))
        .isInstanceOf(LocalReply.class);
    assertThat(host.counts()).isEqualTo(Map.of("http.ingress.ext_authz.disabled", 2L));
    assertThat(service.calls).isEmpty();
  }

  private HttpFilter filter(String more) {
    var factory = new ExtAuthzFilterFactory();
    ExtAuthz proto = ProtoYaml.parse(factory.prototype(), SERVICE + more);
    factory.supported().check(proto);
    return factory.bind(proto, host.context("authz")).get();
  }

  private static Verdict begin(HttpFilter filter, FakeStream stream, boolean end) {
    return filter.onRequestHead(stream, stream.requestHead(), end);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(UTF_8));
  }

  private FakeStream stream(Map<String, String> fields, String perRoute) {
    Headers head = Headers.request("POST", "http", "shop", "/cart");
    fields.forEach(head::add);
    return new FakeStream(host, connection, head, routes(perRoute));
  }

  private RouteTable routes(String perRoute) {
    var proto = ProtoYaml.parse(RouteConfiguration.getDefaultInstance(), ROUTES).toBuilder();
    Object bound = new Object();
    if (!perRoute.equals("{}")) {
      var factory = new ExtAuthzFilterFactory();
      var config = ProtoYaml.parse(ExtAuthzPerRoute.getDefaultInstance(), perRoute);
      factory.supported().check(config);
      bound = factory.bindRoute(config, host.context("authz"));
      proto.putTypedPerFilterConfig("authz", Any.pack(config));
    }
    Object result = bound;
    return RouteTableConfig.parse(
        proto.build(), new RouteContext((name, any, optional) -> result, cluster -> true, false));
  }

  private AttributeContext asked() throws Exception {
    return CheckRequest.parseFrom(service.calls.getLast().sent).getAttributes();
  }

  private void answer(String yaml) {
    service.calls.getLast().answer(ProtoYaml.parse(CheckResponse.getDefaultInstance(), yaml));
  }
}
