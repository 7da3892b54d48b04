package mesh.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mesh.proxy.stream.StreamInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

  private final AdminFixture proxy = new AdminFixture();
  private final BlockingQueue<StreamInfo> logged = new LinkedBlockingQueue<>();
  private final AdminServer server =
      new AdminServer(
          new AdminConfig(new InetSocketAddress("127.0.0.1", 0), logged::add),
          proxy.pages,
          proxy.stats);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    client.shutdownNow();
    server.close();
  }

  @Test
  void answersWithEnvoysHeaders() throws Exception {
    HttpResponse<String> answer = ask("/ready", "GET", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("LIVE\n");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-cache, max-age=0");
    assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(answer.headers().firstValue("server")).hasValue("envoy");
  }

  @Test
  void takesForms() throws Exception {
    assertThat(ask("/runtime_modify", "POST", "a.b=7").body()).isEqualTo("OK\n");
    assertThat(proxy.runtime.number("a.b", 0)).isEqualTo(7);
  }

  @Test
  void sendsPagesThatAreLargerThanItsBuffers() throws Exception {
    for (int at = 0; at < 5_000; at++) {
      proxy.stats.scope("cluster.service-" + at).counter("upstream_rq_total");
    }

    assertThat(ask("/stats?filter=service", "GET", "").body().lines()).hasSize(5_000);
  }

  @Test
  void countsAndLogs() throws Exception {
    ask("/nope", "GET", "");

    StreamInfo info = logged.poll(5, TimeUnit.SECONDS);
    assertThat(info.requestHead.path()).isEqualTo("/nope");
    assertThat(info.responseCode).isEqualTo(404);
    assertThat(info.bytesSent).isPositive();
    assertThat(proxy.stats.counter("http.admin.downstream_rq_4xx").value()).isEqualTo(1);
    assertThat(proxy.stats.gauge("http.admin.downstream_cx_active").value()).isEqualTo(1);
  }

  private HttpResponse<String> ask(String target, String method, String form) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + target))
            .header("content-type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
