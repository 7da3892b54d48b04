package mesh.proxy.filter.listener.httpinspector;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilter.Verdict;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.Test;

class HttpInspectorFilterTest {

  private final Stats stats = Stats.root();
  private final ListenerFilter filter =
      new HttpInspectorFactory().bind(HttpInspector.getDefaultInstance(), stats).get();
  private final ConnectionInfo info =
      new ConnectionInfo(
          InetSocketAddress.createUnresolved("a", 1), InetSocketAddress.createUnresolved("b", 2));

  @Test
  void knowsTheVersions() {
    assertThat(look("GET / HTTP/1.1\r\nhost: a\r\n")).isEqualTo(Verdict.DONE);
    assertThat(info.offeredProtocols()).isEqualTo(List.of("http/1.1"));
    assertThat(look("POST /x HTTP/1.0\r\n")).isEqualTo(Verdict.DONE);
    assertThat(info.offeredProtocols()).isEqualTo(List.of("http/1.0"));
    assertThat(look("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(Verdict.DONE);
    assertThat(info.offeredProtocols()).isEqualTo(List.of("h2c"));
  }

  @Test
  void waitsWhileItMayBeARequest() {
    assertThat(look("PRI * HT")).isEqualTo(Verdict.NEED_MORE);
    assertThat(look("GET /long")).isEqualTo(Verdict.NEED_MORE);
    assertThat(look("")).isEqualTo(Verdict.NEED_MORE);
  }

  @Test
  void letsAnythingElseGoOn() {
    assertThat(look("\u0000\u0001binary")).isEqualTo(Verdict.DONE);
    assertThat(look("hello\r\n")).isEqualTo(Verdict.DONE);
    assertThat(look("GET / HTTP/3.0\r\n")).isEqualTo(Verdict.DONE);
    assertThat(info.offeredProtocols()).isEmpty();
    assertThat(stats.scope("http_inspector").counter("http_not_found").value()).isEqualTo(3);
  }

  @Test
  void leavesTlsAlone() {
    info.transportProtocol("tls");
    assertThat(filter.onAccept(new EmbeddedChannel(), info)).isEqualTo(Verdict.DONE);
  }

  private Verdict look(String text) {
    return filter.onBytes(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), info);
  }
}
