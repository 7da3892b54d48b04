package mesh.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service of {@code examples/shop}. It says who it is, and what the service that
 * it calls has said. Started as a program of its own, without the command line's libraries, because
 * a demo starts several. Thread-safe.
 */
public final class DemoService implements AutoCloseable {

  /** Waits so many milliseconds before it answers. */
  static final String SLOW = "x-slow";

  /** Fails the first try of each request. */
  static final String FLAKY = "x-flaky";

  private static final String TRY = "x-envoy-attempt-count";

  // What belongs to the request and not to the hop goes with the call: tracing, and what rules
  // match.
  private static final List<String> HANDED_ON =
      List.of(
          "x-request-id",
          "b3",
          "x-b3-traceid",
          "x-b3-spanid",
          "x-b3-parentspanid",
          "x-b3-sampled",
          "x-b3-flags",
          "traceparent",
          "tracestate",
          "x-version",
          "x-fault",
          "x-user",
          SLOW,
          FLAKY);

  private static final int UNAVAILABLE = 503;
  private static final int BAD_GATEWAY = 502;
  private static final int LONGEST_MILLIS = 60_000;

  private final DemoSettings settings;
  private final HttpServer server;

  private record Answer(int status, String body) {}

  private DemoService(DemoSettings settings, HttpServer server) {
    this.settings = settings;
    this.server = server;
  }

  /** Runs until the process is ended. */
  public static void main(String[] args) throws IOException {
    DemoSettings settings;
    try {
      settings = DemoSettings.parse(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    DemoService service = start(settings);
    System.out.println(settings.name() + " serves port " + service.port());
  }

  /** Starts to serve. */
  static DemoService start(DemoSettings settings) throws IOException {
    var service =
        new DemoService(
            settings,
            HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 0));
    service.server.createContext("/", service::answer);
    service.server.createContext("/health", DemoService::isUp);
    service.server.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(settings.name()).factory()));
    service.server.start();
    return service;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void isUp(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().skip(Long.MAX_VALUE);
      Answer answer = answerTo(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      boolean hasNoBody = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), hasNoBody ? -1 : body.length);
      if (!hasNoBody) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answerTo(HttpExchange exchange) {
    URI calls = settings.calls();
    if (calls == null) {
      return own(exchange);
    }
    Answer other = call(calls.resolve(exchange.getRequestURI().getRawPath()), exchange);
    String said =
        other.body().startsWith("{") ? other.body().strip() : quoted(other.body().strip());
    return new Answer(other.status(), body(Map.entry("said", said)));
  }

  private Answer own(HttpExchange exchange) {
    pause(exchange.getRequestHeaders().getFirst(SLOW));
    var headers = exchange.getRequestHeaders();
    boolean isFirst = !headers.containsKey(TRY) || "1".equals(headers.getFirst(TRY));
    boolean fails = headers.containsKey(FLAKY) && isFirst;
    return fails
        ? new Answer(UNAVAILABLE, body(Map.entry("error", quoted("the first try fails"))))
        : new Answer(HttpURLConnection.HTTP_OK, body(null));
  }

  private Answer call(URI uri, HttpExchange exchange) {
    try {
      var connection =
          (HttpURLConnection)
              uri.toURL().openConnection(new Proxy(Proxy.Type.HTTP, settings.through()));
      connection.setConnectTimeout(LONGEST_MILLIS);
      connection.setReadTimeout(LONGEST_MILLIS);
      for (String header : HANDED_ON) {
        String value = exchange.getRequestHeaders().getFirst(header);
        if (value != null) {
          connection.setRequestProperty(header, value);
        }
      }
      int status = connection.getResponseCode();
      try (InputStream body =
          status < HttpURLConnection.HTTP_BAD_REQUEST
              ? connection.getInputStream()
              : connection.getErrorStream()) {
        return new Answer(
            status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return new Answer(BAD_GATEWAY, "the sidecar does not answer: " + e.getMessage());
    }
  }

  private String body(Map.@Nullable Entry<String, String> more) {
    String own =
        "{\"service\": %s, \"version\": %s, \"instance\": %s"
            .formatted(
                quoted(settings.service()), quoted(settings.version()), quoted(settings.name()));
    return own + (more == null ? "" : ", \"" + more.getKey() + "\": " + more.getValue()) + "}\n";
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "")
        + '"';
  }

  private static void pause(@Nullable String millis) {
    if (millis == null || !millis.matches("\\d{1,5}")) {
      return;
    }
    try {
      Thread.sleep(Math.min(Integer.parseInt(millis), LONGEST_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
