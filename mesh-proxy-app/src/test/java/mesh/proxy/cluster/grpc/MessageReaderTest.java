package mesh.proxy.cluster.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageReaderTest {

  private static final byte[] TWO = {0, 0, 0, 0, 2, 'h', 'i', 0, 0, 0, 0, 0};

  private final MessageReader reader = new MessageReader();
  private final List<String> seen = new ArrayList<>();
  private final GrpcCall.Listener listener =
      new GrpcCall.Listener() {
        @Override
        public void onMessage(ByteBuf message) {
          seen.add(message.toString(US_ASCII));
        }

        @Override
        public void onClosed(int status, String reason) {
          throw new AssertionError(reason);
        }
      };

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void findsMessagesHoweverTheyArePieced() {
    for (int piece = 1; piece <= TWO.length; piece++) {
      seen.clear();
      for (int from = 0; from < TWO.length; from += piece) {
        int length = Math.min(piece, TWO.length - from);
        assertThat(reader.read(Unpooled.wrappedBuffer(TWO, from, length), listener)).isTrue();
      }
      assertThat(seen).containsExactly("hi", "");
    }
  }

  @Test
  void refusesWhatIsNoMessage() {
    assertThat(reader.read(Unpooled.wrappedBuffer(new byte[] {1, 0, 0, 0, 0}), listener)).isFalse();
    assertThat(reader.fault()).startsWith("a compressed message");
    assertThat(reader.read(Unpooled.wrappedBuffer(new byte[] {0, -1, 0, 0, 0}), listener))
        .isFalse();
    assertThat(reader.fault()).isEqualTo("a message of 4278190080 bytes");
  }
}
