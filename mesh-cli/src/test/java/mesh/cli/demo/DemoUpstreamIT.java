package mesh.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import mesh.cli.jvm.Readiness;
import org.junit.jupiter.api.Test;

class DemoUpstreamIT {

  @Test
  void tellsTheRequestBack() throws Exception {
    try (var upstream = start();
        HttpClient client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              request(upstream).header("x-shop", "books").build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body())
          .startsWith("Hello from the upstream \"test\". It was asked:\n\nGET /a?b=c\n")
          .contains("\nx-shop: books\n");
    }
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    try (var upstream = start();
        HttpClient client = HttpClient.newHttpClient()) {
      var response =
          client.send(request(upstream).HEAD().build(), HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEmpty();
    }
  }

  @Test
  void answersCountAsReady() throws Exception {
    try (var upstream = start()) {
      URI uri = URI.create("http://127.0.0.1:" + upstream.port() + "/");

      assertThat(Readiness.await(uri, () -> true, 10)).isTrue();
    }
  }

  @Test
  void nobodyWaitsForADeadProcess() throws Exception {
    assertThat(Readiness.await(URI.create("http://127.0.0.1:1/"), () -> false, 10)).isFalse();
  }

  private static DemoUpstream start() throws IOException {
    return DemoUpstream.start("test", InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpRequest.Builder request(DemoUpstream upstream) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + upstream.port() + "/a?b=c"));
  }
}
