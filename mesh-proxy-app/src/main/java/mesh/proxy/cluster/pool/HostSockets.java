package mesh.proxy.cluster.pool;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.ConnectionConfig;
import mesh.proxy.cluster.ConnectionConfig.KeepAlive;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Sockets to the hosts of one cluster, as the cluster configures them. Immutable; shared by all
 * loops.
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

    /** On its event loop, before anything is read; TLS, if there is any, is in the pipeline. */
    void onOpened(Channel channel, ConnectionInfo info);
  }

  /**
   * Begins to connect; called on the worker's loop. The socket is made by a task of its own, after
   * all events that epoll has already told: one of them may be for a socket that was closed a
   * moment ago, and it would be taken for the new one, which gets the same descriptor.
   *
   * @param tls null for plaintext; its end is told in the pipeline by an {@code
   *     SslHandshakeCompletionEvent}
   */
  public Future<Void> connect(
      Endpoint host, Worker worker, @Nullable UpstreamTls tls, TlsTarget target, Opened opened) {
    Promise<Void> connected = worker.loop().newPromise();
    worker
        .loop()
        .execute(
            () -> PromiseNotifier.cascade(begin(host, worker, tls, target, opened), connected));
    return connected;
  }

  private Future<Void> begin(
      Endpoint host, Worker worker, @Nullable UpstreamTls tls, TlsTarget target, Opened opened) {
    List<SocketAddress> others = host.additionalAddresses();
    if (!others.isEmpty()) {
      return race(
          host, others, worker, (channel, info) -> install(tls, target, channel, info, opened));
    }
    SocketAddress address = transport.address(host.address());
    return dial(
        address,
        worker,
        channel -> install(tls, target, channel, new ConnectionInfo(address, address), opened));
  }

  private static void install(
      @Nullable UpstreamTls tls,
      TlsTarget target,
      Channel channel,
      ConnectionInfo info,
      Opened opened) {
    if (tls != null) {
      tls.install(channel, info, target);
    }
    opened.onOpened(channel, info);
  }

  private Future<Void> race(
      Endpoint host, List<SocketAddress> others, Worker worker, Opened installer) {
    List<SocketAddress> addresses = new ArrayList<>(others.size() + 1);
    addresses.add(host.address());
    addresses.addAll(others);
    Promise<Void> result = worker.loop().newPromise();
    // Whoever wins gets its handlers; until then nothing is read.
    new AddressRace(
            addresses,
            address -> dial(transport.address(address), worker, c -> c.config().setAutoRead(false)),
            worker.loop())
        .run()
        .addListener(
            (Future<Channel> race) -> {
              if (race.isSuccess()) {
                Channel channel = race.getNow();
                SocketAddress remote = channel.remoteAddress();
                installer.onOpened(channel, new ConnectionInfo(remote, remote));
                channel.config().setAutoRead(true);
                result.setSuccess(null);
              } else {
                result.setFailure(race.cause());
              }
            });
    return result;
  }

  private ChannelFuture dial(SocketAddress address, Worker worker, Consumer<Channel> initializer) {
    var bootstrap =
        new Bootstrap()
            .group(worker.loop())
            .channel(transport.channelTo(address))
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    initializer.accept(channel);
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
