package mesh.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoServiceIT {

  private DemoService stock;
  private DemoService shop;

  @BeforeEach
  void starts() throws IOException {
    stock = start("--name", "stock-1", "--service", "stock", "--version", "v2", "--port", "0");
    // the stock stands for the sidecar: it takes the absolute form as well
    shop =
        start(
            "--name",
            "shop-1",
            "--service",
            "shop",
            "--port",
            "0",
            "--calls",
            "http://stock:9080/",
            "--through",
            "127.0.0.1:" + stock.port());
  }

  @AfterEach
  void ends() {
    shop.close();
    stock.close();
  }

  @Test
  void tellsWhatTheOtherHasSaid() throws Exception {
    var response = get(request(shop, "/"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            """
            {"service": "shop", "version": "v1", "instance": "shop-1", \
            "said": {"service": "stock", "version": "v2", "instance": "stock-1"}}
            """);
  }

  @Test
  void handsOnWhatBelongsToTheRequest() throws Exception {
    var response = get(request(shop, "/").header("x-flaky", "yes"));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"said\": {\"service\": \"stock\"", "first try fails");
  }

  @Test
  void failsTheFirstTryOnly() throws Exception {
    var again = request(stock, "/").header("x-flaky", "yes").header("x-envoy-attempt-count", "2");

    assertThat(get(again).statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhenTheSidecarIsAway() throws Exception {
    stock.close();

    assertThat(get(request(shop, "/")).statusCode()).isEqualTo(502);
    assertThat(get(request(shop, "/health")).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesSettingsThatAreWrong() {
    assertThatThrownBy(() -> DemoSettings.parse(List.of("--nam", "x")))
        .hasMessageStartingWith("--nam (expected: one of --name, --service");
    assertThatThrownBy(() -> DemoSettings.parse(List.of("--name", "x", "--service", "y")))
        .hasMessage("--port (expected: that it is given)");
    assertThatThrownBy(
            () ->
                DemoSettings.parse(
                    List.of("--name", "x", "--service", "y", "--port", "1", "--calls", "http://z")))
        .hasMessage("--calls (expected: --through HOST:PORT beside it)");
  }

  private static DemoService start(String... arguments) throws IOException {
    return DemoService.start(DemoSettings.parse(List.of(arguments)));
  }

  private static HttpRequest.Builder request(DemoService service, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
  }

  private static HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
