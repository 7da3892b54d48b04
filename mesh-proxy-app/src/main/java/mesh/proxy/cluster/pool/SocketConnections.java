package mesh.proxy.cluster.pool;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.h1.Http1ClientConnection;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h2.Http2ClientConnection;
import mesh.proxy.http.h2.Http2Config;
import mesh.proxy.http.h2.Http2Stats;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Connections over sockets, with TLS where the cluster wants it. Immutable; shared by all loops.
 */
final class SocketConnections implements ConnectionFactory {

  private static final List<String> BOTH = List.of("h2", "http/1.1");
  private static final List<String> HTTP2_ONLY = List.of("h2");
  private static final List<String> HTTP1_ONLY = List.of("http/1.1");

  private final Cluster cluster;
  private final @Nullable TlsTarget target;
  private final HostSockets sockets;
  private final Http1Config http1;
  private final Http2Config http2;
  private final Http2Stats http2Stats;

  /**
   * Connections of one pool.
   *
   * @param target what TLS is to ask for; null for what the cluster and the host say
   */
  SocketConnections(Cluster cluster, Transport transport, @Nullable TlsTarget target) {
    this.cluster = cluster;
    this.target = target;
    this.sockets = new HostSockets(cluster, transport);
    this.http2 = cluster.config().http().http2();
    this.http2Stats = Http2Stats.of(cluster.stats().scope());
    this.http1 = cluster.config().http().http1();
  }

  @Override
  public boolean isTls(Endpoint host) {
    return cluster.tls(host) != null;
  }

  @Override
  public Future<Void> connect(
      Endpoint host, Worker worker, @Nullable Protocol protocol, Opened opened) {
    UpstreamTls tls = cluster.tls(host);
    return sockets.connect(
        host,
        worker,
        tls == null ? null : tls.offering(alpn(protocol)),
        target == null ? TlsTarget.of(host.hostname()) : target,
        opened::onOpened);
  }

  private static List<String> alpn(@Nullable Protocol protocol) {
    if (protocol == null) {
      return BOTH;
    }
    return protocol == Protocol.HTTP2 ? HTTP2_ONLY : HTTP1_ONLY;
  }

  @Override
  public ClientConnection install(
      Channel channel,
      @Nullable Protocol protocol,
      ConnectionInfo info,
      Worker worker,
      ClientConnection.Listener to) {
    boolean isHttp2 =
        protocol == null ? info.applicationProtocol().equals("h2") : protocol == Protocol.HTTP2;
    ClientConnection connection =
        isHttp2
            ? new Http2ClientConnection(http2, http2Stats, to, worker, info)
            : new Http1ClientConnection(http1, to, worker, info);
    channel.pipeline().addLast("http", (ChannelHandler) connection);
    return connection;
  }
}
