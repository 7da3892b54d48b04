package mesh.proxy.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.config.InvalidConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileDiscoveryIT {

  @TempDir Path folder;
  private DiscoveryFiles files;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void findsFolder() {
    files = new DiscoveryFiles(folder);
  }

  @Test
  void takesListenersRoutesClustersAndEndpointsFromFiles() throws Exception {
    try (var one = new NamedServer("one");
        var two = new NamedServer("two");
        var proxy = start(one.port())) {
      int port = proxy.port("in");
      assertThat(get(port).body()).isEqualTo("one");
      assertThat(proxy.stat("listener_manager.lds.update_success")).isEqualTo(1);
      assertThat(proxy.stat("cluster_manager.cds.update_success")).isEqualTo(1);
      assertThat(proxy.stat("http.in.rds.local.update_success")).isEqualTo(1);
      assertThat(proxy.stat("cluster.shop.update_success")).isEqualTo(1);

      files.put("eds", "2", DiscoveryFiles.endpoints("shop", two.port()));

      proxy.await("cluster.shop.update_success", 2);
      until(() -> get(port).body().equals("two"));
      assertThat(proxy.stat("cluster_manager.cluster_modified")).isZero();
    }
  }

  @Test
  void swapsRoutesWithoutTouchingTheListener() throws Exception {
    try (var one = new NamedServer("one");
        var proxy = start(one.port())) {
      int port = proxy.port("in");

      files.put("rds", "2", DiscoveryFiles.routes("nowhere"));

      proxy.await("http.in.rds.local.config_reload", 2);
      HttpResponse<String> answer = get(port);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(proxy.stat("http.in.no_cluster")).isEqualTo(1);
      assertThat(proxy.port("in")).isEqualTo(port);
      assertThat(proxy.stat("listener_manager.listener_modified")).isZero();
    }
  }

  @Test
  void refusesWhatIsWrongAndGoesOnWithTheRest() throws Exception {
    try (var one = new NamedServer("one");
        var proxy = start(one.port())) {
      int port = proxy.port("in");

      files.put("lds", "2", files.listener("in").replace("stat_prefix: in", "stat_prefix: ''"));
      proxy.await("listener_manager.lds.update_rejected", 1);
      files.put("cds", "2", files.cluster("shop").replace("2s", "-2s"));
      proxy.await("cluster_manager.cds.update_rejected", 1);
      files.put("rds", "2", DiscoveryFiles.routes("shop") + DiscoveryFiles.routes("shop"));
      proxy.await("http.in.rds.local.update_rejected", 1);
      files.put("eds", "2", DiscoveryFiles.endpoints("shop", 70_000));
      proxy.await("cluster.shop.update_rejected", 1);

      assertThat(get(port).body()).isEqualTo("one");
      var refused = proxy.rooms().discovery.listeners().entries().getFirst();
      assertThat(refused.name()).isEqualTo("in");
      assertThat(refused.refused()).isNotNull();
      assertThat(refused.refused().why())
          .startsWith("filter_chains[0].filters[0].typed_config.stat_prefix: ");
      assertThat(refused.used()).isNotNull();
    }
  }

  @Test
  void aFileThatIsNoYamlIsAFailureNotARefusal() throws Exception {
    try (var one = new NamedServer("one");
        var proxy = start(one.port())) {
      files.put("cds", "2", "{{{");

      proxy.await("cluster_manager.cds.update_failure", 1);
      assertThat(proxy.stat("cluster_manager.cds.update_rejected")).isZero();
      assertThat(get(proxy.port("in")).body()).isEqualTo("one");
    }
  }

  @Test
  void listenersAndClustersThatAreNotNamedAnyMoreGo() throws Exception {
    try (var one = new NamedServer("one");
        var proxy = start(one.port())) {
      int port = proxy.port("in");

      files.put("cds", "2", " []\n");
      proxy.await("cluster_manager.cds.update_success", 2);
      assertThat(get(port).statusCode()).isEqualTo(503);
      files.put("lds", "2", " []\n");
      proxy.await("listener_manager.listener_removed", 1);

      until(
          () -> {
            try {
              get(port);
              return false;
            } catch (IOException e) {
              return true;
            }
          });
    }
  }

  @Test
  void noRequestFailsWhileClustersAreReplaced() throws Exception {
    try (var one = new NamedServer("one");
        var two = new NamedServer("two");
        var proxy = start(one.port())) {
      int port = proxy.port("in");
      var over = new AtomicBoolean();
      var failed = new AtomicInteger();
      var served = new AtomicInteger();
      var load =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      try {
                        if (get(port).statusCode() != 200) {
                          failed.incrementAndGet();
                        }
                        served.incrementAndGet();
                      } catch (Exception e) {
                        failed.incrementAndGet();
                      }
                    }
                  });

      for (int round = 2; round < 6; round++) {
        int to = round % 2 == 0 ? two.port() : one.port();
        files.put("eds", "" + round, DiscoveryFiles.endpoints("shop", to));
        files.put("cds", "" + round, files.cluster("shop").replace("2s", round + "s"));
        files.put("lds", "" + round, files.listener("in") + metadata(round));
        proxy.await("cluster_manager.cds.update_success", round);
        proxy.await("listener_manager.lds.update_success", round);
        Thread.sleep(100);
      }
      over.set(true);
      load.join();

      assertThat(failed).hasValue(0);
      assertThat(served.get()).isGreaterThan(10);
    }
  }

  @Test
  void refusesAPathThatIsNotThere() {
    assertThatThrownBy(() -> new RunningProxy(files.bootstrap()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessage(
            "dynamic_resources.cds_config.path_config_source.path: %s/cds.yaml (expected: a file"
                + " that exists)",
            folder);
  }

  private static String metadata(int round) {
    return "  metadata: {filter_metadata: {a: {round: " + round + "}}}\n";
  }

  private RunningProxy start(int port) {
    files
        .put("lds", "1", files.listener("in"))
        .put("cds", "1", files.cluster("shop"))
        .put("rds", "1", DiscoveryFiles.routes("shop"))
        .put("eds", "1", DiscoveryFiles.endpoints("shop", port));
    return new RunningProxy(files.bootstrap());
  }

  private HttpResponse<String> get(int port) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(5))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Something that becomes true. */
  private interface Condition {

    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
