package mesh.proxy.filter.listener.tlsinspector;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.Found;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.Incomplete;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.NotTls;
import mesh.proxy.filter.listener.tlsinspector.ClientHello.TooLarge;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

  private static final byte[] HELLO = hello("Shop.Example.COM", "h2", "http/1.1");

  @Test
  void readsNameAndProtocols() {
    assertThat(read(HELLO)).isEqualTo(new Found("shop.example.com", List.of("h2", "http/1.1")));
  }

  @Test
  void waitsForEveryByteOfTheMessage() {
    for (int length = 0; length < HELLO.length; length++) {
      assertThat(read(Arrays.copyOf(HELLO, length)))
          .as("%s bytes", length)
          .isInstanceOf(Incomplete.class);
    }
  }

  @Test
  void readsAMessageOfSeveralRecords() {
    int cut = 60;
    ByteBuf split = Unpooled.buffer();
    record(split, Arrays.copyOfRange(HELLO, 5, 5 + cut));
    record(split, Arrays.copyOfRange(HELLO, 5 + cut, HELLO.length));

    assertThat(ClientHello.read(split))
        .isEqualTo(new Found("shop.example.com", List.of("h2", "http/1.1")));
  }

  @Test
  void tellsPlaintextByTheFirstByte() {
    assertThat(read("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(NotTls.class);
    assertThat(read(new byte[] {'G'})).isInstanceOf(NotTls.class);
  }

  @Test
  void refusesAMessageThatIsTooLong() {
    byte[] huge = HELLO.clone();
    huge[6] = 2; // 128 KiB
    assertThat(read(huge)).isInstanceOf(TooLarge.class);
  }

  @Test
  void survivesAnyBytes() {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] bent = HELLO.clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bent[5 + random.nextInt(bent.length - 5)] = (byte) random.nextInt();
      }
      assertThat(read(bent)).isNotNull();
    }
  }

  private static ClientHello.Result read(byte[] bytes) {
    return ClientHello.read(Unpooled.wrappedBuffer(bytes));
  }

  private static void record(ByteBuf to, byte[] content) {
    to.writeByte(22).writeShort(0x0301).writeShort(content.length).writeBytes(content);
  }

  private static byte[] hello(String name, String... protocols) {
    try {
      var engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      var parameters = engine.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      parameters.setApplicationProtocols(protocols);
      engine.setSSLParameters(parameters);
      var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), out);
      return Arrays.copyOf(out.array(), out.position());
    } catch (java.security.GeneralSecurityException | javax.net.ssl.SSLException e) {
      throw new IllegalStateException(e);
    }
  }
}
