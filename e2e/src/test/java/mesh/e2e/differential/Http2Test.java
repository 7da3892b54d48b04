package mesh.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Http2Test {

  @Test
  void readsBackWhatItWrites() {
    var wire = new ByteArrayOutputStream();
    String longValue = "v".repeat(5000);
    List<Map.Entry<String, String>> head =
        List.of(Map.entry(":status", "200"), Map.entry("x-long", longValue));
    wire.writeBytes(Http2.frame(Http2.HEADERS, Http2.END_HEADERS, 1, Http2.headerBlock(head)));
    wire.writeBytes(Http2.frame(Http2.DATA, 0, 1, new byte[] {'b', 'o'}));
    wire.writeBytes(Http2.frame(Http2.DATA, Http2.END_STREAM, 1, new byte[] {'d', 'y'}));
    wire.writeBytes(Http2.frame(Http2.GOAWAY, 0, 0, new byte[] {0, 0, 0, 1, 0, 0, 0, 2}));

    assertThat(Http2.seen(wire.toByteArray(), false))
        .containsExactly(
            "stream 1", "  :status: 200", "  x-long: " + longValue, "  \"body\"", "GOAWAY 2");
  }

  @Test
  void saysThatAStreamHasNotEnded() {
    byte[] wire = Http2.frame(Http2.DATA, 0, 3, new byte[] {'x'});

    assertThat(Http2.seen(wire, false)).containsExactly("stream 3 (not ended)", "  \"x\"");
  }

  @Test
  void givesARequestWhatItLeavesOut() {
    assertThat(Http2.request(List.of(Map.entry(":path", "/p"), Map.entry(":scheme", "(none)"))))
        .containsExactly(
            Map.entry(":method", "GET"), Map.entry(":authority", "a"), Map.entry(":path", "/p"));
  }
}
