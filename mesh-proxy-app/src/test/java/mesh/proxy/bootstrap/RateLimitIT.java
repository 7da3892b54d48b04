package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateLimitIT {

  private static final String LIMITS =
      "rate_limits: [{actions: [{remote_address: {}}, {generic_key: {descriptor_value: all}}]}]";

  @Test
  void asksTheServiceAboutEachRequest() throws Exception {
    try (var service = new Service(3, 0);
        var upstream = TcpServer.http("hello");
        var proxy = proxy(service.port(), upstream.port(), "timeout: 5s\n")) {
      List<String> answers =
          IntStream.range(0, 5).mapToObj(each -> Http.get(proxy.port("in"), "/")).toList();

      assertThat(answers)
          .containsExactly("200\nhello", "200\nhello", "200\nhello", "429\nslower", "429\nslower");
      RateLimitRequest asked = service.asked.getFirst();
      assertThat(asked.getDomain()).isEqualTo("edge");
      assertThat(asked.getDescriptors(0).getEntries(0).getKey()).isEqualTo("remote_address");
      assertThat(asked.getDescriptors(0).getEntries(0).getValue()).isEqualTo("127.0.0.1");
      assertThat(proxy.stat("cluster.up.ratelimit.ok")).isEqualTo(3);
      assertThat(proxy.stat("cluster.up.ratelimit.over_limit")).isEqualTo(2);
      assertThat(proxy.stat("cluster.limits.upstream_rq_200")).isEqualTo(5);
      assertThat(proxy.stat("cluster.limits.upstream_cx_total")).isBetween(1L, 2L);
    }
  }

  @Test
  void doesNotWaitForASlowService() throws Exception {
    try (var service = new Service(0, 500);
        var upstream = TcpServer.http("hello");
        var proxy = proxy(service.port(), upstream.port(), "")) {
      assertThat(Http.get(proxy.port("in"), "/")).isEqualTo("200\nhello");
      assertThat(proxy.stat("cluster.up.ratelimit.failure_mode_allowed")).isEqualTo(1);
    }
  }

  @Test
  void refusesWithoutAServiceIfItMust() throws Exception {
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(1, upstream.port(), "failure_mode_deny: true\n")) {
      assertThat(Http.get(proxy.port("in"), "/")).isEqualTo("500\n");
      assertThat(proxy.stat("cluster.up.ratelimit.error")).isEqualTo(1);
    }
  }

  private static RunningProxy proxy(int service, int upstream, String more) {
    String filter =
        """
        http_filters:
        - name: envoy.filters.http.ratelimit
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.filters.http.ratelimit.v3.RateLimit
            domain: edge
            rate_limit_service: {grpc_service: {envoy_grpc: {cluster_name: limits}}}
        %s\
        """
            .formatted(more.indent(4));
    String listener =
        Yaml.httpListener("in", "up", "")
            .replace("        http_filters:\n", filter.indent(8).stripTrailing() + "\n")
            .replace(
                "            domains: [\"*\"]\n",
                "            domains: [\"*\"]\n            " + LIMITS + "\n");
    return new RunningProxy(
        Yaml.bootstrap(
            listener,
            Yaml.cluster("up", upstream, "")
                + Yaml.cluster("plain", upstream, "")
                + Yaml.cluster(
                    "limits",
                    service,
                    """
                    typed_extension_protocol_options:
                      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                        explicit_http_config: {http2_protocol_options: {}}
                    """)));
  }

  /** Allows some requests and refuses the rest. */
  private static final class Service extends RateLimitServiceGrpc.RateLimitServiceImplBase
      implements AutoCloseable {

    private final List<RateLimitRequest> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger left;
    private final long delayMillis;
    private final Server server;

    Service(int allowed, long delayMillis) throws IOException {
      this.left = new AtomicInteger(allowed);
      this.delayMillis = delayMillis;
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(this)
              .build()
              .start();
    }

    int port() {
      return server.getPort();
    }

    @Override
    public void shouldRateLimit(
        RateLimitRequest request, StreamObserver<RateLimitResponse> answer) {
      asked.add(request);
      try {
        Thread.sleep(delayMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      boolean allowed = left.getAndDecrement() > 0;
      answer.onNext(
          RateLimitResponse.newBuilder()
              .setOverallCode(allowed ? Code.OK : Code.OVER_LIMIT)
              .setRawBody(com.google.protobuf.ByteString.copyFromUtf8("slower"))
              .build());
      answer.onCompleted();
    }

    @Override
    public void close() throws InterruptedException {
      server.shutdownNow().awaitTermination();
    }
  }
}
