package mesh.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  @TempDir private Path folder;

  @Test
  void mostConfigurationsHaveNone() throws IOException {
    assertThat(Demo.beside(folder.resolve("envoy.yaml"))).isNull();
  }

  @Test
  void readsTheFileOfTheFirstExample() throws IOException {
    Demo demo = Demo.beside(Path.of("..", "examples", "first", "envoy.yaml"));

    assertThat(demo)
        .extracting(Demo::upstreamPort, Demo::uri)
        .containsExactly(18_080, URI.create("http://127.0.0.1:10000/"));
  }

  @Test
  void saysWhatIsWrong() {
    assertRefused("upstream.port=80", "try:  (expected: an http:// address)");
    assertRefused("upstream.port=80\ntry=ftp://x/", "try: ftp://x/ (expected: an http:// address)");
    assertRefused("try=http://x/", "upstream.port:  (expected: a port, 1 to 65535)");
    assertRefused("port=80", "port: set (expected: upstream.port and try only)");
  }

  private void assertRefused(String text, String sentence) {
    assertThatThrownBy(
            () -> {
              Files.writeString(folder.resolve("demo.properties"), text);
              Demo.beside(folder.resolve("envoy.yaml"));
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder.resolve("demo.properties") + ": " + sentence);
  }
}
