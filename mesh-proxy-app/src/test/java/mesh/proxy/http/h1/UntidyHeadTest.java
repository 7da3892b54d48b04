package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UntidyHeadTest {

  @Test
  void leavesATidyHeadAlone() {
    assertThat(tidied("HTTP/1.1 200 OK\r\na: b\r\n\r\n")).isNull();
  }

  @Test
  void endsLinesWithCrLf() {
    assertThat(tidied("HTTP/1.1 200 OK\na: b\n\n")).isEqualTo("HTTP/1.1 200 OK\r\na: b\r\n\r\n");
  }

  @Test
  void unfoldsLinesAndKeepsTheirWhiteSpace() {
    assertThat(tidied("HTTP/1.1 200 OK\r\na: b\r\n  c\r\n\td\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 OK\r\na: b  c\td\r\n\r\n");
  }

  @Test
  void foldsNothingIntoTheStatusLine() {
    assertThat(tidied("HTTP/1.1 200 OK\r\n a: b\n\n"))
        .isEqualTo("HTTP/1.1 200 OK\r\n a: b\r\n\r\n");
  }

  @Test
  void dropsACrThatEndsNothing() {
    assertThat(tidied("HTTP/1.1 200 OK\r\na: b\rc\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200 OK\r\na: bc\r\n\r\n");
  }

  private static @Nullable String tidied(String head) {
    byte[] bytes = head.getBytes(ISO_8859_1);
    byte[] tidy = UntidyHead.tidied(bytes, 0, bytes.length);
    return tidy == null ? null : new String(tidy, ISO_8859_1);
  }
}
