package mesh.pilot.source.kind;

import java.time.Duration;
import mesh.pilot.document.Fields;
import mesh.pilot.model.TrafficPolicy.ConnectionPool;
import mesh.pilot.model.TrafficPolicy.H2Upgrade;
import org.jspecify.annotations.Nullable;

/** Reads {@code ConnectionPoolSettings}. */
final class ConnectionPoolReader {

  private static final int MANY = Integer.MAX_VALUE;

  private ConnectionPoolReader() {}

  private record Tcp(
      @Nullable Integer maxConnections,
      @Nullable Duration connectTimeout,
      @Nullable Duration maxConnectionDuration) {}

  private record Http(
      @Nullable Integer maxPendingRequests,
      @Nullable Integer maxRequests,
      @Nullable Integer maxRequestsPerConnection,
      @Nullable Integer maxRetries,
      @Nullable Duration idleTimeout,
      H2Upgrade h2Upgrade) {}

  static ConnectionPool read(Fields fields) {
    Tcp tcp = fields.object("tcp", ConnectionPoolReader::tcp);
    Http http = fields.object("http", ConnectionPoolReader::http);
    Tcp sockets = tcp == null ? new Tcp(null, null, null) : tcp;
    Http requests = http == null ? new Http(null, null, null, null, null, H2Upgrade.DEFAULT) : http;
    return new ConnectionPool(
        sockets.maxConnections(),
        sockets.connectTimeout(),
        requests.maxPendingRequests(),
        requests.maxRequests(),
        requests.maxRequestsPerConnection(),
        requests.maxRetries(),
        requests.idleTimeout(),
        sockets.maxConnectionDuration(),
        requests.h2Upgrade());
  }

  private static Tcp tcp(Fields fields) {
    return new Tcp(
        fields.integer("maxConnections", 1, MANY),
        fields.duration("connectTimeout"),
        fields.duration("maxConnectionDuration"));
  }

  private static Http http(Fields fields) {
    return new Http(
        fields.integer("http1MaxPendingRequests", 1, MANY),
        fields.integer("http2MaxRequests", 1, MANY),
        fields.integer("maxRequestsPerConnection", 0, MANY),
        fields.integer("maxRetries", 0, MANY),
        fields.duration("idleTimeout"),
        fields.choice("h2UpgradePolicy", H2Upgrade.class, H2Upgrade.DEFAULT));
  }
}
