package mesh.e2e.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class Http1Test {

  @Test
  void cutsResponsesByLengthAndByChunks() {
    var found =
        responses(
            """
            HTTP/1.1 200 OK
            content-length: 2

            okHTTP/1.1 200 OK
            transfer-encoding: chunked

            2;ext
            hi
            0
            x-t: 1

            """,
            "GET",
            "GET");

    assertThat(found).hasSize(2).allMatch(Http1.Message::complete);
    assertThat(found).extracting(m -> new String(m.body(), ISO_8859_1)).containsExactly("ok", "hi");
    assertThat(found.getLast().trailers()).containsExactly("x-t: 1");
  }

  @Test
  void knowsResponsesWithoutABody() {
    var found =
        responses(
            """
            HTTP/1.1 100 Continue

            HTTP/1.1 200 OK
            content-length: 9

            HTTP/1.1 204 No Content

            HTTP/1.1 304 Not Modified
            content-length: 9

            """,
            "HEAD",
            "GET",
            "GET");

    assertThat(found).hasSize(4).allMatch(m -> m.body().length == 0);
    assertThat(found).extracting(Http1.Message::interim).containsExactly(true, false, false, false);
  }

  @Test
  void saysWhatIsNotComplete() {
    assertThat(responses("HTTP/1.1 200 OK\ncontent-length: 3\n\nab", "GET"))
        .singleElement()
        .matches(m -> !m.complete());
  }

  @Test
  void keepsWhatIsNoMessage() {
    assertThat(responses("SSH-2.0\n", "GET"))
        .singleElement()
        .satisfies(m -> assertThat(m.body()).asString().isEqualTo("SSH-2.0\r\n"));
  }

  @Test
  void takesATunnelToTheEnd() {
    assertThat(responses("HTTP/1.1 101 Switching Protocols\n\nbytes", "GET"))
        .singleElement()
        .matches(Http1.Message::tunnel);
  }

  private static List<Http1.Message> responses(String text, String... methods) {
    return Http1.responses(
        text.replace("\n", "\r\n").getBytes(ISO_8859_1), List.of(methods), false);
  }
}
