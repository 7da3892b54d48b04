package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code layered_runtime} says decides about requests. */
class RuntimeLayersIT {

  @Test
  void staticValuesDecide() {
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, "- {name: fixed, static_layer: {half.on: 100}}")) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
      assertThat(proxy.stat("runtime.num_layers")).isEqualTo(1);
    }
  }

  @Test
  void laterLayersGoBeforeEarlierOnes() {
    String layers =
        """
        - {name: low, static_layer: {half: {on: {numerator: 0, denominator: HUNDRED}}}}
        - {name: high, static_layer: {half: {on: {numerator: 100, denominator: HUNDRED}}}}
        """;
    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, layers)) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
    }
  }

  @Test
  void aSwappedLinkChangesValuesWhileItRuns(@TempDir Path folder) throws Exception {
    Path link = folder.resolve("current");
    Path off = values(folder.resolve("off"), "0");
    Path on = values(folder.resolve("on"), "100");
    Files.createSymbolicLink(link, off);
    String layers =
        "- {name: disk, disk_layer: {symlink_root: %s, subdirectory: proxy}}".formatted(link);

    try (var upstream = TcpServer.http("hello");
        var proxy = proxy(upstream, layers)) {
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("200\nhello");

      swap(link, on);

      proxy.await("runtime.load_success", 2);
      assertThat(Http.get(proxy.port("web"), "/plain/half")).isEqualTo("201\nhalf");
    }
  }

  @Test
  void valuesOfAServerAreRefusedByName() {
    assertThatThrownBy(
            () -> proxy(null, "- {name: far, rtds_layer: {name: far, rtds_config: {ads: {}}}}"))
        .hasMessageContaining("layered_runtime.layers[0].rtds_layer")
        .hasMessageContaining("does not support");
  }

  private static Path values(Path folder, String share) throws IOException {
    Path file = folder.resolve("proxy").resolve("half").resolve("on");
    Files.createDirectories(file.getParent());
    Files.writeString(file, share + "\n");
    return folder;
  }

  private static void swap(Path link, Path target) throws IOException {
    Path fresh = link.resolveSibling("fresh");
    Files.createSymbolicLink(fresh, target);
    Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static RunningProxy proxy(TcpServer upstream, String layers) {
    int port = upstream == null ? 1 : upstream.port();
    return new RunningProxy(
        "layered_runtime:\n  layers:\n"
            + layers.indent(2)
            + Yaml.bootstrap(
                Yaml.httpListener("web", "plain", ""), Yaml.cluster("plain", port, "")));
  }
}
