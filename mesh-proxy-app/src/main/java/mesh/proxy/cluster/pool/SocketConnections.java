package mesh.proxy.cluster.pool;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ConnectionConfig;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Protocol;
import mesh.proxy.http.UnderscorePolicy;
import mesh.proxy.http.h1.Http1ClientConnection;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h2.Http2ClientConnection;
import mesh.proxy.http.h2.Http2Config;
import mesh.proxy.http.h2.Http2Stats;
import mesh.proxy.stream.ConnectionInfo;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** Connections over sockets, with TLS where the cluster wants it. Immutable; shared by all loops. */
final class SocketConnections implements ConnectionFactory {

  private final Cluster cluster;
  private final Transport transport;
  private final Http1Config http1;
  private final Http2Config http2;
  private final Http2Stats http2Stats;

  SocketConnections(Cluster cluster, Transport transport) {
    this.cluster = cluster;
    this.transport = transport;
    this.http2 = cluster.config().http().http2();
    this.http2Stats = Http2Stats.of(cluster.stats().scope());
    Http1Config usual = Http1Config.ENVOY;
    this.http1 =
        new Http1Config(
            cluster.config().http().http1Limits(),
            UnderscorePolicy.ALLOW,
            usual.absoluteUrl(),
            usual.http10(),
            usual.defaultHost(),
            usual.trailers(),
            usual.chunkedWithLength(),
            usual.customMethods(),
            usual.properCase());
  }

  @Override
  public boolean isTls(Endpoint host) {
    return cluster.tls(host) != null;
  }

  @Override
  public ChannelFuture connect(Endpoint host, Worker worker, Opened opened) {
    UpstreamTls tls = cluster.tls(host);
    SocketAddress address = transport.address(host.address());
    ConnectionConfig config = cluster.config().connection();
    int high = config.bufferLimitBytes();
    var bootstrap =
        new Bootstrap()
            .group(worker.loop())
            .channel(transport.channelTo(address))
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(Math.max(1, high / 2), high))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    var info = new ConnectionInfo(address, address);
                    if (tls != null) {
                      tls.install(channel, info, TlsTarget.of(host.hostname()));
                    }
                    opened.onOpened(channel, info);
                  }
                });
    if (address instanceof InetSocketAddress inet) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
      keepAlive(bootstrap, config);
      SocketAddress source = source(config.sources(), inet);
      return source == null ? bootstrap.connect(address) : bootstrap.connect(address, source);
    }
    return bootstrap.connect(address);
  }

  private static void keepAlive(Bootstrap bootstrap, ConnectionConfig config) {
    ConnectionConfig.KeepAlive keepAlive = config.keepAlive();
    if (keepAlive != null) {
      bootstrap.option(ChannelOption.SO_KEEPALIVE, true);
    }
  }

  private static @Nullable SocketAddress source(List<InetSocketAddress> sources, InetSocketAddress host) {
    for (InetSocketAddress source : sources) {
      if (source.getAddress().getClass() == host.getAddress().getClass()) {
        return source;
      }
    }
    return null;
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
