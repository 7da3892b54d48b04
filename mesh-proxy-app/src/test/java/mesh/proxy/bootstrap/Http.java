package mesh.proxy.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client that is not ours. */
final class Http {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Http() {}

  /** Status, a line break, and the body. */
  static String ask(InetSocketAddress server, String method, String target) {
    HttpResponse<String> response = send(server, method, target);
    return response.statusCode() + "\n" + response.body();
  }

  static String get(int port, String target) {
    return ask(new InetSocketAddress("127.0.0.1", port), "GET", target);
  }

  static HttpResponse<String> send(InetSocketAddress server, String method, String target) {
    URI uri = URI.create("http://127.0.0.1:" + server.getPort() + target);
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(uri)
              .method(method, BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(20))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
