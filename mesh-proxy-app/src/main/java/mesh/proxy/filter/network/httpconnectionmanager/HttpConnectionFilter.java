package mesh.proxy.filter.network.httpconnectionmanager;

import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.http.Protocol;
import mesh.proxy.route.RouteResource;
import org.jspecify.annotations.Nullable;

/**
 * Makes an HTTP connection of every connection it is given. Immutable; shared by all loops.
 *
 * @param rds null if the routes stand in the listener
 */
record HttpConnectionFilter(ConnectionManagerConfig config, @Nullable RouteResource rds)
    implements NetworkFilter {

  @Override
  public boolean isReady() {
    return rds == null || rds.isReady();
  }

  @Override
  public void close() {
    if (rds != null) {
      rds.close();
    }
  }

  @Override
  public Verdict onConnection(NetworkConnection connection) {
    var http = new HttpConnection(config, connection);
    connection.onDrain(http);
    switch (config.codec()) {
      case HTTP1 -> http.begin(Protocol.HTTP11);
      case HTTP2 -> http.begin(Protocol.HTTP2);
      case AUTO -> choose(http, connection);
    }
    return Verdict.CONTINUE;
  }

  private static void choose(HttpConnection http, NetworkConnection connection) {
    switch (connection.info().applicationProtocol()) {
      case "h2", "h2c" -> http.begin(Protocol.HTTP2);
      case "http/1.1", "http/1.0" -> http.begin(Protocol.HTTP11);
      default -> {
        http.beginWithoutCodec();
        connection.channel().pipeline().addLast("codec-choice", new CodecChoice(http));
      }
    }
  }
}
