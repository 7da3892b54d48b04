package mesh.proxy.filter.http.istiostats;

import static org.assertj.core.api.Assertions.assertThat;

import istio.stats.PluginConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.connection.TlsInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.endpoint.HealthStatus;
import mesh.proxy.endpoint.Locality;
import mesh.proxy.filter.http.FakeStream;
import mesh.proxy.filter.http.FilterHost;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.HttpFilterContract;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.ResponseFlag;
import mesh.proxy.workload.Reporter;
import mesh.proxy.workload.Workload;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.Test;

class IstioStatsFactoryTest extends HttpFilterContract {

  private static final Map<String, Map<String, Object>> STOCK_SERVICE =
      Map.of(
          "istio",
          Map.of(
              "services",
              List.of(
                  Map.of(
                      "host", "stock.shop.svc.cluster.local",
                      "name", "stock",
                      "namespace", "shop"))));

  @Override
  protected HttpFilterFactory<?> factory() {
    return new IstioStatsFactory();
  }

  @Override
  protected String junk() {
    return "{tcp_reporting_duration: -1s}";
  }

  @Override
  protected String junkRefusal() {
    return "tcp_reporting_duration: PT-1S (expected: 0s or more)";
  }

  @Test
  void aClientKnowsTheServerByItsEndpointAndItsCertificate() {
    try (var host = new FilterHost()) {
      host.direction = Direction.OUTBOUND;
      HttpFilter filter = filter(host, PluginConfig.getDefaultInstance());
      ConnectionInfo upstream = upstream();
      TestAuthority authority = TestAuthority.of("cluster.local");
      upstream.tls(
          new TlsInfo(
              "TLSv1.3",
              "",
              "",
              "",
              "",
              authority.issue("spiffe://cluster.local/ns/shop/sa/shop").certificate(),
              List.of(authority.issue("spiffe://cluster.local/ns/shop/sa/stock").certificate()),
              true));

      FakeStream stream = stream(host, upstream);
      stream.info().responseCode = 200;
      filter.onStreamEnd(stream);

      assertThat(labels(host))
          .isEqualTo(
              "reporter.source.source_workload.shop.source_canonical_service.shop"
                  + ".source_canonical_revision.v1.source_workload_namespace.shop"
                  + ".source_principal.spiffe_cluster.local/ns/shop/sa/shop"
                  + ".source_app.shop.source_version.v1.source_cluster.mesh"
                  + ".destination_workload.stock-v1.destination_workload_namespace.shop"
                  + ".destination_principal.spiffe_cluster.local/ns/shop/sa/stock"
                  + ".destination_app.unknown.destination_version.unknown"
                  + ".destination_service.stock.shop.svc.cluster.local"
                  + ".destination_canonical_service.stock.destination_canonical_revision.v1"
                  + ".destination_service_name.stock.destination_service_namespace.shop"
                  + ".destination_cluster.mesh.request_protocol.http"
                  + ".connection_security_policy.unknown"
                  + ".response_code.200.grpc_response_status..response_flags.-");
    }
  }

  @Test
  void whatThePeerSaysGoesBeforeWhatTheEndpointSays() {
    try (var host = new FilterHost()) {
      host.direction = Direction.OUTBOUND;
      HttpFilter filter = filter(host, PluginConfig.getDefaultInstance());
      FakeStream stream = stream(host, upstream());
      stream
          .info()
          .filterState()
          .put(
              Reporter.SOURCE.peerState(),
              new Workload("stock-v2", "shop", "stock", "v2", "stock", "v2", "east"));
      stream.info().responseCode = 200;

      filter.onStreamEnd(stream);

      assertThat(labels(host))
          .contains("destination_workload.stock-v2.", "destination_version.v2.")
          .contains("destination_cluster.east.");
    }
  }

  @Test
  void aRequestThatReachedNobodySaysWhereItWantedToGo() {
    try (var host = new FilterHost()) {
      host.direction = Direction.OUTBOUND;
      HttpFilter filter = filter(host, PluginConfig.getDefaultInstance());
      var stream =
          new FakeStream(
              host, upstream(), Headers.request("GET", "http", "lost.shop:8080", "/"), null);
      stream.info().responseCode = 404;
      stream.info().flag(ResponseFlag.NO_ROUTE_FOUND);

      filter.onStreamEnd(stream);

      assertThat(labels(host))
          .contains("destination_service.lost.shop_8080.destination_canonical_service.unknown")
          .contains("destination_service_name.lost.shop_8080")
          .endsWith("response_code.404.grpc_response_status..response_flags.NR");
    }
  }

  @Test
  void theHostNamesNoServiceAtTheEdge() {
    try (var host = new FilterHost()) {
      host.direction = Direction.OUTBOUND;
      HttpFilter filter =
          filter(host, PluginConfig.newBuilder().setDisableHostHeaderFallback(true).build());
      var stream =
          new FakeStream(host, upstream(), Headers.request("GET", "http", "evil", "/"), null);

      filter.onStreamEnd(stream);

      assertThat(labels(host)).contains("destination_service.unknown.").doesNotContain("evil");
    }
  }

  @Test
  void requestsOfOneConnectionToTwoServicesAreToldApart() {
    try (var host = new FilterHost()) {
      host.direction = Direction.OUTBOUND;
      HttpFilter filter = filter(host, PluginConfig.getDefaultInstance());
      ConnectionInfo upstream = upstream();
      for (int at = 0; at < 3; at++) {
        filter.onStreamEnd(stream(host, upstream));
      }
      FakeStream other = stream(host, upstream);
      other.info().cluster("other", "other", Map.of());
      filter.onStreamEnd(other);

      assertThat(counts(host).values()).containsExactlyInAnyOrder(3L, 1L);
    }
  }

  private static HttpFilter filter(FilterHost host, PluginConfig config) {
    return new IstioStatsFactory().bind(config, host.context("istio.stats")).get();
  }

  private static FakeStream stream(FilterHost host, ConnectionInfo upstream) {
    var address = new InetSocketAddress("10.0.0.2", 80);
    Map<String, Map<String, Object>> metadata =
        Map.of("istio", Map.of("workload", "stock-v1;shop;stock;v1;mesh"));
    var endpoint =
        new Endpoint(
            address,
            "",
            new EndpointConfig(
                address,
                List.of(),
                "",
                Locality.NONE,
                0,
                1,
                HealthStatus.UNKNOWN,
                false,
                metadata,
                null),
            0);
    var stream =
        new FakeStream(host, upstream(), Headers.request("GET", "http", "stock", "/"), null);
    stream.info().cluster("outbound|80||stock", "outbound|80||stock", STOCK_SERVICE);
    stream.info().upstreamHost = endpoint;
    stream.info().upstreamConnection = upstream;
    return stream;
  }

  private static ConnectionInfo upstream() {
    return new ConnectionInfo(
        new InetSocketAddress("10.0.0.1", 40000), new InetSocketAddress("10.0.0.2", 80));
  }

  private static Map<String, Object> counts(FilterHost host) {
    var counts = host.counts();
    counts.keySet().removeIf(name -> !name.endsWith(".istio_requests_total"));
    return counts;
  }

  private static String labels(FilterHost host) {
    String name = counts(host).keySet().iterator().next();
    return name.substring("istiocustom.".length(), name.lastIndexOf('.'));
  }
}
