package mesh.proxy.filter.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.time.Duration;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.FakeStream;
import mesh.proxy.filter.http.FilterHost;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.Verdict;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.ResponseFlag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultFilterTest {

  private static final String HOUR = "delay: {fixed_delay: 3600s, percentage: {numerator: 100}}";

  private final FilterHost host = new FilterHost();

  @AfterEach
  void closeHost() {
    host.close();
  }

  @Test
  void pausesARequestForTheDelay() {
    HttpFilter filter = filter("{" + HOUR + "}");
    FakeStream stream = stream();

    assertThat(head(filter, stream)).isEqualTo(Verdict.Flow.PAUSE);
    assertThat(stream.info().has(ResponseFlag.DELAY_INJECTED)).isTrue();
    assertThat(host.counts()).containsEntry("http.ingress.fault.active_faults", 1L);

    fault(stream).expired();

    assertThat(stream.requestResumed).isEqualTo(1);
    assertThat(host.counts())
        .containsEntry("http.ingress.fault.delays_injected", 1L)
        .doesNotContainKey("http.ingress.fault.active_faults");
    end(filter, stream);
  }

  @Test
  void mayAbortAfterTheDelay() {
    HttpFilter filter =
        filter("{" + HOUR + ", abort: {http_status: 503, percentage: {numerator: 100}}}");
    FakeStream stream = stream();
    head(filter, stream);

    fault(stream).expired();

    assertThat(stream.requestResumed).isZero();
    assertThat(stream.replies).extracting(reply -> reply.status()).containsExactly(503);
    end(filter, stream);
    assertThat(host.counts())
        .containsEntry("http.ingress.fault.aborts_injected", 1L)
        .containsEntry("http.ingress.fault.delays_injected", 1L)
        .doesNotContainKey("http.ingress.fault.active_faults");
  }

  @Test
  void forgetsARequestThatEndsWhileItWaits() {
    HttpFilter filter = filter("{" + HOUR + "}");
    FakeStream stream = stream();
    head(filter, stream);

    end(filter, stream);

    assertThat(fault(stream).isSet()).isFalse();
    assertThat(host.counts()).doesNotContainKey("http.ingress.fault.active_faults");
  }

  @Test
  void waitsForRealMilliseconds() throws Exception {
    HttpFilter filter = filter("{delay: {fixed_delay: 0.02s, percentage: {numerator: 100}}}");
    FakeStream stream = stream();
    long before = System.nanoTime();

    host.worker().loop().submit(() -> head(filter, stream)).get();
    while (host.worker().loop().submit(() -> stream.requestResumed).get() == 0) {
      assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
    }

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000L);
  }

  @Test
  void letsAResponseGoOnBitByBit() {
    HttpFilter filter =
        filter(
            "{response_rate_limit: {fixed_limit: {limit_kbps: 1}, percentage: {numerator: 100}}}");
    FakeStream stream = stream();
    assertThat(head(filter, stream)).isEqualTo(Verdict.Flow.CONTINUE);
    PacedResponse paced = fault(stream).paced();
    assertThat(paced).isNotNull();

    stream.waiting = 2048;
    assertThat(filter.onResponseData(stream, Unpooled.EMPTY_BUFFER, true))
        .isEqualTo(Verdict.Flow.PAUSE);
    paced.expired(); // what a turn may save up is there from the start
    host.clock.advance(Duration.ofMillis(500));
    paced.expired();
    host.clock.advance(Duration.ofSeconds(10)); // no more than a second's worth is saved up
    paced.expired();
    host.clock.advance(Duration.ofSeconds(1));
    paced.expired();

    assertThat(stream.passed).containsExactly(51, 512, 1024, 461);
    end(filter, stream);
    assertThat(host.counts())
        .containsEntry("http.ingress.fault.response_rl_injected", 1L)
        .doesNotContainKey("http.ingress.fault.active_faults");
  }

  @Test
  void leavesOtherResponsesAlone() {
    HttpFilter filter = filter("{}");
    FakeStream stream = stream();
    head(filter, stream);

    assertThat(filter.onResponseData(stream, Unpooled.EMPTY_BUFFER, true))
        .isEqualTo(Verdict.Flow.CONTINUE);
  }

  @Test
  void sparesRequestsWhenTooManySuffer() {
    HttpFilter filter = filter("{" + HOUR + ", max_active_faults: 1}");
    FakeStream first = stream();
    FakeStream second = stream();

    assertThat(head(filter, first)).isEqualTo(Verdict.Flow.PAUSE);
    assertThat(head(filter, second)).isEqualTo(Verdict.Flow.CONTINUE);
    end(filter, first);
    assertThat(head(filter, stream())).isEqualTo(Verdict.Flow.PAUSE);

    assertThat(host.counts()).containsEntry("http.ingress.fault.faults_overflow", 1L);
  }

  private HttpFilter filter(String yaml) {
    HTTPFault proto = ProtoYaml.parse(HTTPFault.getDefaultInstance(), yaml);
    return new FaultFilterFactory().bind(proto, host.context("fault")).get();
  }

  private FakeStream stream() {
    var connection =
        new ConnectionInfo(
            new InetSocketAddress("10.0.0.1", 80), new InetSocketAddress("9.9.9.9", 5));
    return new FakeStream(host, connection, Headers.request("GET", "http", "shop", "/"), null);
  }

  private static Verdict head(HttpFilter filter, FakeStream stream) {
    return filter.onRequestHead(stream, stream.requestHead(), true);
  }

  private static void end(HttpFilter filter, FakeStream stream) {
    filter.onStreamEnd(stream);
  }

  private static ActiveFault fault(FakeStream stream) {
    return (ActiveFault) stream.info().filterState().get("fault.fault");
  }
}
