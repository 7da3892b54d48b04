package mesh.cli.demo;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** A web server to try a proxy with: its page tells the request as it came. Thread-safe. */
public final class DemoUpstream implements AutoCloseable {

  private final String name;
  private final HttpServer server;

  private DemoUpstream(String name, HttpServer server) {
    this.name = name;
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param port 0 takes a free one
   * @throws BindException if the port is taken
   */
  public static DemoUpstream start(String name, InetAddress address, int port) throws IOException {
    var upstream =
        new DemoUpstream(name, HttpServer.create(new InetSocketAddress(address, port), 0));
    upstream.server.createContext("/", upstream::answer);
    upstream.server.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name).factory()));
    upstream.server.start();
    return upstream;
  }

  /** Where it serves. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().skip(Long.MAX_VALUE);
      byte[] page = page(exchange).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "text/plain; charset=utf-8");
      boolean hasNoBody = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, hasNoBody ? -1 : page.length);
      if (!hasNoBody) {
        exchange.getResponseBody().write(page);
      }
    }
  }

  private String page(HttpExchange exchange) {
    var page = new StringBuilder("Hello from the upstream \"" + name + "\". It was asked:\n\n");
    page.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    page.append('\n');
    Headers headers = exchange.getRequestHeaders();
    new TreeMap<>(headers)
        .forEach(
            (field, values) ->
                page.append(field.toLowerCase(java.util.Locale.ROOT))
                    .append(": ")
                    .append(String.join(", ", values))
                    .append('\n'));
    return page.toString();
  }
}
