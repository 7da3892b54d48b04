package mesh.proxy.http.h2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import mesh.proxy.http.h2.Http2Preface.Answer;
import org.junit.jupiter.api.Test;

class Http2PrefaceTest {

  @Test
  void knowsThePrefaceFromItsFirstBytes() {
    assertThat(matches("")).isEqualTo(Answer.NEED_MORE);
    assertThat(matches("PRI * HT")).isEqualTo(Answer.NEED_MORE);
    assertThat(matches("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).isEqualTo(Answer.YES);
    assertThat(matches("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n and more")).isEqualTo(Answer.YES);
    assertThat(matches("PUT / HTTP/1.1\r\n")).isEqualTo(Answer.NO);
    assertThat(matches("PRI * HTTP/1.1\r\n")).isEqualTo(Answer.NO);
  }

  @Test
  void readsNothing() {
    var in = Unpooled.copiedBuffer("xPRI *", US_ASCII);
    in.skipBytes(1);

    assertThat(Http2Preface.matches(in)).isEqualTo(Answer.NEED_MORE);
    assertThat(in.readableBytes()).isEqualTo(5);
  }

  private static Answer matches(String text) {
    return Http2Preface.matches(Unpooled.copiedBuffer(text, US_ASCII));
  }
}
