package mesh.proxy.filter.http.healthcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.filters.http.health_check.v3.HealthCheck;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.FakeStream;
import mesh.proxy.filter.http.FilterHost;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthCheckFilterTest {

  private final FilterHost host = new FilterHost();

  @AfterEach
  void closeHost() {
    host.close();
  }

  @Test
  void answersWhenTheWholeRequestCame() {
    HttpFilter filter = filter("{pass_through_mode: false}");
    FakeStream stream = stream();

    assertThat(filter.onRequestHead(stream, stream.requestHead(), false))
        .isEqualTo(Verdict.Flow.COLLECT);
    assertThat(filter.onRequestData(stream, Unpooled.EMPTY_BUFFER, false))
        .isEqualTo(Verdict.Flow.COLLECT);
    assertThat(filter.onRequestData(stream, Unpooled.EMPTY_BUFFER, true))
        .isInstanceOfSatisfying(
            LocalReply.class, reply -> assertThat(reply.details()).isEqualTo("health_check_ok"));
  }

  @Test
  void answersAtTrailers() {
    HttpFilter filter = filter("{pass_through_mode: false}");
    FakeStream stream = stream();
    filter.onRequestHead(stream, stream.requestHead(), false);

    assertThat(filter.onRequestTrailers(stream, new Headers())).isInstanceOf(LocalReply.class);
  }

  @Test
  void letsBodiesOfOtherRequestsPass() {
    HttpFilter filter = filter("{pass_through_mode: false, headers: [{name: x-check}]}");
    FakeStream stream = stream();

    assertThat(filter.onRequestHead(stream, stream.requestHead(), false))
        .isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(filter.onRequestData(stream, Unpooled.EMPTY_BUFFER, true))
        .isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(stream.info().healthCheck).isFalse();
  }

  @Test
  void marksHealthChecksForLogsAndTraces() {
    HttpFilter filter = filter("{pass_through_mode: true}");
    FakeStream stream = stream();

    assertThat(filter.onRequestHead(stream, stream.requestHead(), true))
        .isEqualTo(Verdict.Flow.CONTINUE);
    assertThat(stream.info().healthCheck).isTrue();
  }

  private HttpFilter filter(String yaml) {
    HealthCheck proto = ProtoYaml.parse(HealthCheck.getDefaultInstance(), yaml);
    return new HealthCheckFilterFactory().bind(proto, host.context("check")).get();
  }

  private FakeStream stream() {
    var connection =
        new ConnectionInfo(
            new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("9.9.9.9", 5));
    return new FakeStream(host, connection, Headers.request("POST", "http", "shop", "/"), null);
  }
}
