package mesh.proxy.admin;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import mesh.proxy.stream.AccessLogType;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Counts and logs what is asked of the admin interface, under Envoy's {@code http.admin.*}. Shared
 * by all threads.
 */
final class AdminTraffic {

  private final AccessLog accessLog;
  private final Counter connectionsTotal;
  private final Gauge connectionsActive;
  private final Counter requestsTotal;
  private final Gauge requestsActive;
  private final Counter requestsCompleted;
  private final Counter[] classes = new Counter[6]; // by first digit of the status; 0 is unused

  AdminTraffic(Stats stats, AccessLog accessLog) {
    this.accessLog = accessLog;
    Stats scope = stats.scope("http.admin");
    connectionsTotal = scope.counter("downstream_cx_total");
    connectionsActive = scope.gauge("downstream_cx_active");
    requestsTotal = scope.counter("downstream_rq_total");
    requestsActive = scope.gauge("downstream_rq_active");
    requestsCompleted = scope.counter("downstream_rq_completed");
    for (int digit = 1; digit < classes.length; digit++) {
      classes[digit] = scope.counter("downstream_rq_" + digit + "xx");
    }
  }

  void connected(Connection connection) {
    connectionsTotal.increment();
    connectionsActive.increment();
    connection.channel().closeFuture().addListener(closed -> connectionsActive.decrement());
  }

  Exchange begin(HttpServerRequest request) {
    requestsTotal.increment();
    requestsActive.increment();
    var info =
        new StreamInfo(
            new ConnectionInfo(known(request.hostAddress()), known(request.remoteAddress())),
            System.currentTimeMillis(),
            System.nanoTime());
    var head = Headers.request(request.method().name(), "http", host(request), request.uri());
    request
        .requestHeaders()
        .forEach(field -> head.add(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    head.remove("host");
    info.requestHead = head;
    return new Exchange(info);
  }

  /** One request. Ends once. */
  final class Exchange {

    private final StreamInfo info;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Exchange(StreamInfo info) {
      this.info = info;
    }

    void answered(int status) {
      info.responseCode = status;
      info.responseHead = Headers.response(status);
      classes[status / 100].increment();
    }

    void sent(long bytes) {
      info.bytesSent += bytes;
    }

    void end() {
      if (ended.compareAndSet(false, true)) {
        info.endNanos = System.nanoTime();
        requestsActive.decrement();
        requestsCompleted.increment();
        accessLog.log(info, AccessLogType.DOWNSTREAM_END);
      }
    }
  }

  private static String host(HttpServerRequest request) {
    return request.requestHeaders().get("host", "");
  }

  private static SocketAddress known(@Nullable SocketAddress address) {
    return address == null ? new InetSocketAddress(0) : address;
  }
}
