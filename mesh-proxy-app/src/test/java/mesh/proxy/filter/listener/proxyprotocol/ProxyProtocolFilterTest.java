package mesh.proxy.filter.listener.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.listener.ListenerFilter;
import mesh.proxy.filter.listener.ListenerFilter.Verdict;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.Test;

class ProxyProtocolFilterTest {

  private static final String LINE = "PROXY TCP4 10.1.2.3 10.4.5.6 1111 8080\r\n";

  private final Stats stats = Stats.root();
  private final ConnectionInfo info =
      new ConnectionInfo(
          new InetSocketAddress("127.0.0.1", 80), new InetSocketAddress("127.0.0.1", 5000));

  @Test
  void takesTheAddressesOfALine() throws Exception {
    ByteBuf data = text(LINE + "hello");

    assertThat(filter("").onBytes(data, info)).isEqualTo(Verdict.DONE);
    assertThat(data.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
    assertThat(info.remote()).isEqualTo(new InetSocketAddress("10.1.2.3", 1111));
    assertThat(info.local()).isEqualTo(new InetSocketAddress("10.4.5.6", 8080));
    assertThat(info.localRestored()).isTrue();
    assertThat(info.directRemote()).isEqualTo(new InetSocketAddress("127.0.0.1", 5000));
    assertThat(counter("v1", "found")).isEqualTo(1);
  }

  @Test
  void takesTheAddressesOfABinaryHeader() throws Exception {
    ByteBuf data = binary(0x21, 0x21, 36);
    data.writeZero(15).writeByte(1).writeZero(15).writeByte(2).writeShort(7).writeShort(8);
    data.writeBytes(text("hello"));

    assertThat(filter("").onBytes(data, info)).isEqualTo(Verdict.DONE);
    assertThat(info.remote()).isEqualTo(new InetSocketAddress("::1", 7));
    assertThat(info.local()).isEqualTo(new InetSocketAddress("::2", 8));
    assertThat(data.toString(StandardCharsets.US_ASCII)).isEqualTo("hello");
  }

  @Test
  void leavesAHealthCheckOfTheLoadBalancerAsItIs() throws Exception {
    assertThat(filter("").onBytes(binary(0x20, 0, 0), info)).isEqualTo(Verdict.DONE);
    assertThat(filter("").onBytes(text("PROXY UNKNOWN\r\n"), info)).isEqualTo(Verdict.DONE);
    assertThat(info.remote()).isEqualTo(info.directRemote());
  }

  @Test
  void waitsForTheWholeHeader() throws Exception {
    for (int length = 0; length < LINE.length(); length++) {
      assertThat(filter("").onBytes(text(LINE.substring(0, length)), info))
          .as(LINE.substring(0, length))
          .isEqualTo(Verdict.NEED_MORE);
    }
    assertThat(filter("").onBytes(binary(0x21, 0x11, 12), info)).isEqualTo(Verdict.NEED_MORE);
  }

  @Test
  void closesWithoutHeaderUnlessItIsAllowed() throws Exception {
    assertThat(filter("").onBytes(text("GET /"), info)).isEqualTo(Verdict.CLOSE);
    assertThat(filter("allow_requests_without_proxy_protocol: true").onBytes(text("GET /"), info))
        .isEqualTo(Verdict.DONE);
    assertThat(stats.scope("proxy_proto").counter("not_found_disallowed").value()).isEqualTo(1);
    assertThat(stats.scope("proxy_proto").counter("not_found_allowed").value()).isEqualTo(1);
  }

  @Test
  void closesOnAFaultInTheHeader() throws Exception {
    for (String line :
        new String[] {
          "PROXY TCP4 10.1.2.3 10.4.5.6 1111 80800\r\n",
          "PROXY TCP4 10.1.2.3 10.4.5.6 1111\r\n",
          "PROXY TCP6 10.1.2.3 10.4.5.6 1 2\r\n",
          "PROXY TCP4 10.1.2.3 10.4.5.6 1 2\n",
          "PROXY TCP4 " + "1".repeat(120)
        }) {
      assertThat(filter("").onBytes(text(line), info)).as(line).isEqualTo(Verdict.CLOSE);
    }
    assertThat(filter("").onBytes(binary(0x21, 0x12, 0), info)).isEqualTo(Verdict.CLOSE);
    assertThat(counter("v1", "error")).isEqualTo(5);
    assertThat(counter("v2", "error")).isEqualTo(1);
  }

  @Test
  void refusesAVersionThatIsDisallowed() throws Exception {
    assertThat(filter("disallowed_versions: V1").onBytes(text(LINE), info))
        .isEqualTo(Verdict.CLOSE);
    assertThat(counter("v1", "disallowed")).isEqualTo(1);
    assertThat(
            filter("disallowed_versions: V1 allow_requests_without_proxy_protocol: true")
                .onBytes(text(LINE), info))
        .isEqualTo(Verdict.DONE);
  }

  private ListenerFilter filter(String config) throws TextFormat.ParseException {
    return new ProxyProtocolFactory()
        .bind(TextFormat.parse(config, ProxyProtocol.class), stats)
        .get();
  }

  private long counter(String version, String name) {
    return stats.scope("proxy_proto").scope("versions").scope(version).counter(name).value();
  }

  private static ByteBuf binary(int command, int family, int length) {
    return Unpooled.buffer()
        .writeBytes(
            new byte[] {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A})
        .writeByte(command)
        .writeByte(family)
        .writeShort(length);
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
