package mesh.proxy.cluster.pool;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.h1.Http1ClientConnection;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h2.Http2ClientConnection;
import mesh.proxy.http.h2.Http2Config;
import mesh.proxy.http.h2.Http2Stats;
import mesh.proxy.stream.ConnectionInfo;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** Connections over sockets, with TLS where the cluster wants it. Immutable; shared by all loops. */
final class SocketConnections implements ConnectionFactory {

  private final Cluster cluster;
  private final HostSockets sockets;
  private final Http1Config http1;
  private final Http2Config http2;
  private final Http2Stats http2Stats;

  SocketConnections(Cluster cluster, Transport transport) {
    this.cluster = cluster;
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
  public ChannelFuture connect(Endpoint host, Worker worker, Opened opened) {
    return sockets.connect(
        host, worker, cluster.tls(host), TlsTarget.of(host.hostname()), opened::onOpened);
  }

  @Override
  public ClientConnection install(
      Channel channel, @Nullable Protocol protocol, ConnectionInfo info, Worker worker, ClientConnection.Listener to) {
    boolean isHttp2 = protocol == null ? info.applicationProtocol().equals("h2") : protocol == Protocol.HTTP2;
    ClientConnection connection =
        isHttp2
            ? new Http2ClientConnection(http2, http2Stats, to, worker, info)
            : new Http1ClientConnection(http1, to, worker, info);
    channel.pipeline().addLast("http", (ChannelHandler) connection);
    return connection;
  }
}
