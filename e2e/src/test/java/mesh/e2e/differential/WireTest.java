package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WireTest {

  @Test
  void endsLinesInCrLf() {
    assertThat(bytes("a\nb\n")).isEqualTo("a\r\nb\r\n");
  }

  @Test
  void takesTheLineEndAwayBehindABackslash() {
    assertThat(bytes("a\\\nb\\\n")).isEqualTo("ab");
    assertThat(bytes("a\\")).isEqualTo("a");
  }

  @Test
  void readsEscapes() {
    assertThat(bytes("\\r\\n\\t\\0\\x7f\\\\")).isEqualTo("\r\n\t\0\u007f\\");
  }

  @Test
  void repeatsWithTheNumberOfTheCopy() {
    assertThat(bytes("{{x-#: v\\r\\n*3}}")).isEqualTo("x-0: v\r\nx-1: v\r\nx-2: v\r\n");
  }

  @Test
  void refusesAnUnknownEscape() {
    assertThatThrownBy(() -> Wire.bytes("\\q"))
        .hasMessage("\\q (expected: \\r \\n \\t \\0 \\\\ \\xHH)");
  }

  @Test
  void completesAHead() {
    assertThat(message("GET / HTTP/1.1\nhost: a\n")).isEqualTo("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
  }

  @Test
  void endsABodyBeforeTheLastLineEnd() {
    assertThat(message("POST / HTTP/1.1\n\nbody\n")).isEqualTo("POST / HTTP/1.1\r\n\r\nbody");
  }

  @Test
  void showsBytesThatCannotBeRead() {
    assertThat(Wire.shown("a\r\n\0é".getBytes(ISO_8859_1))).isEqualTo("a\\r\\n\\x00\\xe9");
  }

  private static String bytes(String text) {
    return new String(Wire.bytes(text), ISO_8859_1);
  }

  private static String message(String text) {
    return new String(Wire.message(text), ISO_8859_1);
  }
}
