package mesh.proxy.bootstrap.actuator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.ProxyApplication;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application in this process, on ports that the system chose. */
final class RunningApplication implements AutoCloseable {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final ConfigurableApplicationContext context;

  /**
   * Starts it and waits until it is ready.
   *
   * @param bootstrap Envoy's YAML; its listeners should be on port 0
   */
  RunningApplication(Path folder, String bootstrap, String... more) {
    Path file = folder.resolve("envoy.yaml");
    try {
      Files.writeString(file, bootstrap);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--mesh.proxy.config=" + file,
                "--mesh.proxy.admin.port=0",
                "--mesh.proxy.concurrency=1",
                "--server.port=0"));
    arguments.addAll(List.of(more));
    context = new SpringApplication(ProxyApplication.class).run(arguments.toArray(new String[0]));
  }

  /** Status, a line break and the body of an actuator page. */
  String actuator(String page) {
    return own("/actuator/" + page);
  }

  /** The same of any page of the actuator's port. */
  String own(String path) {
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return get(port, path);
  }

  /** The same of a listener's page. */
  String get(int port, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      var response = CLIENT.send(request, BodyHandlers.ofString());
      return response.statusCode() + "\n" + response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Operated rooms() {
    return context.getBean(Operations.class).rooms();
  }

  @Override
  public void close() {
    context.close();
  }
}
