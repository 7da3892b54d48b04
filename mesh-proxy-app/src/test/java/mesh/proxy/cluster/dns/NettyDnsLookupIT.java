package mesh.proxy.cluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyDnsLookupIT {

  private static final int NAME_ERROR = 3;
  private static final int SERVER_FAILURE = 2;
  private static final int A = 1;

  private final Transport transport = Transport.detect();
  private final EventLoopGroup loops = transport.newLoops("dns-test", 1);
  private DatagramSocket server = socket();
  private DnsLookup lookup = new FakeDns();

  @BeforeEach
  void startServer() {
    Thread.ofVirtual().start(this::serve);
    var servers =
        new DnsServers(
            DnsServers.Kind.DNS,
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort())),
            true,
            2,
            Duration.ofMillis(200),
            false);
    lookup = new NettyDnsLookup(servers, new ClientLoops(loops.next(), transport));
  }

  @AfterEach
  void stopServer() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void findsAddressesAndHowLongTheyHold() throws Exception {
    DnsAnswer answer = ask("two.test", DnsFamily.V4_ONLY);

    assertThat(answer.found()).isTrue();
    assertThat(answer.addresses())
        .extracting(InetAddress::getHostAddress)
        .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
    assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void fallsBackToTheOtherFamily() throws Exception {
    assertThat(ask("two.test", DnsFamily.AUTO).addresses()).hasSize(2);
  }

  @Test
  void aNameThatIsNotThereHasNoAddresses() throws Exception {
    assertThat(ask("gone.test", DnsFamily.V4_ONLY)).isEqualTo(DnsAnswer.NOBODY);
  }

  @Test
  void aNameOfTheOtherFamilyHasNoAddresses() throws Exception {
    assertThat(ask("two.test", DnsFamily.V6_ONLY)).isEqualTo(DnsAnswer.NOBODY);
  }

  @Test
  void aServerThatFailsSaysNothing() throws Exception {
    assertThat(ask("broken.test", DnsFamily.V4_ONLY)).isEqualTo(DnsAnswer.FAILED);
  }

  @Test
  void aServerThatIsSilentSaysNothing() throws Exception {
    assertThat(ask("silent.test", DnsFamily.V4_ONLY)).isEqualTo(DnsAnswer.FAILED);
  }

  private DnsAnswer ask(String host, DnsFamily family) throws Exception {
    var answer = new CompletableFuture<DnsAnswer>();
    lookup.resolve(host, family, answer::complete);
    return answer.get(10, TimeUnit.SECONDS);
  }

  private void serve() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[512], 512);
        server.receive(packet);
        byte[] reply = reply(packet.getData(), packet.getLength());
        if (reply.length > 0) {
          server.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private static byte[] reply(byte[] query, int length) {
    var name = new StringBuilder();
    int at = 12;
    while (query[at] != 0) {
      name.append(new String(query, at + 1, query[at], java.nio.charset.StandardCharsets.US_ASCII))
          .append('.');
      at += query[at] + 1;
    }
    int type = query[at + 2];
    int end = at + 5;
    return switch (name.toString()) {
      case "two.test." -> type == A ? found(query, end) : empty(query, end, 0);
      case "broken.test." -> empty(query, end, SERVER_FAILURE);
      case "silent.test." -> new byte[0];
      default -> empty(query, end, NAME_ERROR);
    };
  }

  private static byte[] found(byte[] query, int end) {
    ByteBuffer reply = head(query, end, 0, 2, 32);
    for (byte last = 1; last <= 2; last++) {
      reply.putShort((short) 0xC00C).putShort((short) A).putShort((short) 1);
      reply.putInt(30).putShort((short) 4).put(new byte[] {10, 0, 0, last});
    }
    return reply.array();
  }

  private static byte[] empty(byte[] query, int end, int code) {
    return head(query, end, code, 0, 0).array();
  }

  private static ByteBuffer head(byte[] query, int end, int code, int answers, int more) {
    return ByteBuffer.allocate(end + more)
        .put(query, 0, 2)
        .putShort((short) (0x8180 | code))
        .putShort((short) 1)
        .putShort((short) answers)
        .putInt(0)
        .put(query, 12, end - 12);
  }

  private static DatagramSocket socket() {
    try {
      return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
