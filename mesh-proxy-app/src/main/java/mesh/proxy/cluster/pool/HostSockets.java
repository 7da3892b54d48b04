package mesh.proxy.cluster.pool;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ConnectionConfig;
import mesh.proxy.cluster.ConnectionConfig.KeepAlive;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.stream.ConnectionInfo;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Sockets to the hosts of one cluster, as the cluster configures them. Immutable; shared by all loops.
 */
public final class HostSockets {

  private final ConnectionConfig config;
  private final Transport transport;
  private final WriteBufferWaterMark waterMark;

  public HostSockets(Cluster cluster, Transport transport) {
    this.config = cluster.config().connection();
    this.transport = transport;
    int high = config.bufferLimitBytes();
    this.waterMark = new WriteBufferWaterMark(Math.max(1, high / 2), Math.max(2, high));
  }

  /** Takes the facts of a new channel. */
  @FunctionalInterface
  public interface Opened {

    /** Before it connects, on its event loop; TLS, if there is any, is in the pipeline. */
    void onOpened(Channel channel, ConnectionInfo info);
  }

  /**
   * Begins to connect, on the worker's loop.
   *
   * @param tls null for plaintext; its end is told in the pipeline by an {@code
   *     SslHandshakeCompletionEvent}
   */
  public ChannelFuture connect(
      Endpoint host, Worker worker, @Nullable UpstreamTls tls, TlsTarget target, Opened opened) {
    SocketAddress address = transport.address(host.address());
    var bootstrap =
        new Bootstrap()
            .group(worker.loop())
            .channel(transport.channelTo(address))
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    var info = new ConnectionInfo(address, address);
                    if (tls != null) {
                      tls.install(channel, info, target);
                    }
                    opened.onOpened(channel, info);
                  }
                });
    if (!(address instanceof InetSocketAddress inet)) {
      return bootstrap.connect(address);
    }
    bootstrap.option(ChannelOption.TCP_NODELAY, true);
    keepAlive(bootstrap);
    SocketAddress source = source(config.sources(), inet);
    return source == null ? bootstrap.connect(address) : bootstrap.connect(address, source);
  }

  private void keepAlive(Bootstrap bootstrap) {
    KeepAlive keepAlive = config.keepAlive();
    if (keepAlive == null) {
      return;
    }
    bootstrap.option(ChannelOption.SO_KEEPALIVE, true);
    if (transport == Transport.EPOLL) {
      set(bootstrap, EpollChannelOption.TCP_KEEPCNT, keepAlive.probes());
      set(bootstrap, EpollChannelOption.TCP_KEEPIDLE, keepAlive.idleSeconds());
      set(bootstrap, EpollChannelOption.TCP_KEEPINTVL, keepAlive.intervalSeconds());
    }
  }

  private static void set(Bootstrap bootstrap, ChannelOption<Integer> option, int value) {
    if (value > 0) {
      bootstrap.option(option, value);
    }
  }

  private static @Nullable SocketAddress source(
      List<InetSocketAddress> sources, InetSocketAddress host) {
    for (InetSocketAddress source : sources) {
      if (source.getAddress().getClass() == host.getAddress().getClass()) {
        return source;
      }
    }
    return null;
  }
}
