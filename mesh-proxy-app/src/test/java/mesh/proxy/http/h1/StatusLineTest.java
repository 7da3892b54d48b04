package mesh.proxy.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTest {

  private final StatusLine line = new StatusLine();

  @Test
  void readsAnOrdinaryLine() {
    assertThat(read("HTTP/1.1 404 Not Found\r\n")).isEqualTo(24);
    assertThat(line.code).isEqualTo(404);
    assertThat(line.status).isEqualTo("404");
    assertThat(line.http10).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200\r\n", "HTTP/1.1   0200 \r\n", "HTTP/1.1 200 a\tb\r\n"})
  void readsWhatServersSend(String text) {
    assertThat(read(text)).isEqualTo(text.length());
    assertThat(line.code).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0 200 OK\r\n", "HTTP/0.9 200 OK\r\n", "HTTP/3.7 200 OK\r\n"})
  void trustsOnlyHttp11ToKeepAConnection(String text) {
    assertThat(read(text)).isPositive();
    assertThat(line.http10).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 99 Odd\r\n",
        "HTTP/1.1 1000 Odd\r\n",
        "HTTP/1.1 2x0 Odd\r\n",
        "HTTP/1.1 OK\r\n",
        "HTTP/11.1 200 OK\r\n",
        "http/1.1 200 OK\r\n",
        "HTTP/1.1 200 \u0001\r\n",
        "HTTP/1.1 200 OK\n",
        "HTTP/1.1"
      })
  void refusesTheRest(String text) {
    assertThat(read(text)).isEqualTo(-1);
  }

  @Test
  void knowsEarlyWhatIsNoResponse() {
    assertThat(mayBegin("H")).isTrue();
    assertThat(mayBegin("HTTP/1.1 2")).isTrue();
    assertThat(mayBegin("HTTP/1.1 200 OK\r\nx")).isTrue();

    assertThat(mayBegin("S")).isFalse();
    assertThat(mayBegin("\r\n")).isFalse();
    assertThat(mayBegin("HTTP/1.1 abc\r\n")).isFalse();
    assertThat(mayBegin("HELO\r\n")).isFalse();
  }

  private int read(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return line.read(bytes, 0, bytes.length);
  }

  private static boolean mayBegin(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return StatusLine.mayBegin(bytes, 0, bytes.length);
  }
}
