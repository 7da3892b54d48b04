package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.testkit.TestAuthority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileReloadIT {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void namesFile() {
    file = folder.resolve("envoy.yaml");
  }

  @Test
  void takesChangedClustersAndListeners() throws Exception {
    try (var one = TcpServer.greeting("one");
        var two = TcpServer.greeting("two");
        var proxy =
            start(
                Yaml.listener("in", "backend", "") + Yaml.listener("old", "backend", ""),
                Yaml.cluster("backend", one.port(), ""))) {
      int port = proxy.port("in");
      try (var client = TcpClient.connect(port)) {
        assertThat(client.read(3)).isEqualTo("one");
      }

      write(
          Yaml.listener("in", "other", "") + Yaml.listener("new", "other", ""),
          Yaml.cluster("other", two.port(), ""));

      proxy.await("mesh.proxy.config_reload.update_success", 1);
      assertThat(proxy.port("in")).isEqualTo(port);
      try (var client = TcpClient.connect(port);
          var more = TcpClient.connect(proxy.port("new"))) {
        assertThat(client.read(3)).isEqualTo("two");
        assertThat(more.read(3)).isEqualTo("two");
      }
      assertThat(proxy.rooms().listeners.all()).extracting("name").containsOnly("in", "new");
      assertThat(proxy.rooms().clusters.isKnown("backend")).isFalse();
    }
  }

  @Test
  void aFileWithAFaultChangesNothing() throws Exception {
    try (var one = TcpServer.greeting("one");
        var proxy =
            start(Yaml.listener("in", "backend", ""), Yaml.cluster("backend", one.port(), ""))) {
      write(
          Yaml.listener("in", "other", "listener_filters: [{name: nothing}]"),
          Yaml.cluster("other", one.port(), ""));

      proxy.await("mesh.proxy.config_reload.update_rejected", 1);
      assertThat(proxy.rooms().clusters.isKnown("other")).isFalse();
      assertThat(proxy.rooms().clusters.isKnown("backend")).isTrue();
      try (var client = TcpClient.connect(proxy.port("in"))) {
        assertThat(client.read(3)).isEqualTo("one");
      }
    }
  }

  @Test
  void aCertificateThatCannotBeLoadedIsRefused() throws Exception {
    var authority = TestAuthority.of("cluster.local");
    var files =
        authority.issue("spiffe://cluster.local/ns/shop/sa/pay").writeTo(folder.resolve("pay"));
    try (var one = TcpServer.greeting("one");
        var proxy =
            start(Yaml.listener("in", "backend", ""), Yaml.cluster("backend", one.port(), ""))) {
      String tls = Yaml.tls(true, files, "spiffe://cluster.local/ns/shop/sa/pay", "");
      write(
          Yaml.listener("in", "backend", ""),
          Yaml.cluster("backend", one.port(), tls.replace(".pem", ".nothing")));

      proxy.await("mesh.proxy.config_reload.update_rejected", 1);
      try (var client = TcpClient.connect(proxy.port("in"))) {
        assertThat(client.read(3)).isEqualTo("one");
      }
    }
  }

  private RunningProxy start(String listeners, String clusters) throws IOException {
    write(listeners, clusters);
    var proxy = new RunningProxy(Files.readString(file));
    proxy.reloadFrom(file);
    return proxy;
  }

  private void write(String listeners, String clusters) throws IOException {
    Files.writeString(file, Yaml.bootstrap(listeners, clusters));
  }
}
