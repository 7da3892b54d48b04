package mesh.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import mesh.config.InvalidConfigException;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Workers;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.tcp.TcpServer;

/**
 * One bound socket. It outlives the listener that bound it: an update of that listener takes it
 * over, so that no connection in the backlog is lost. Shared by all loops.
 *
 * <p>The socket is Reactor Netty's; its reactive bridge is taken out of every connection, because
 * nothing on the request path is reactive.
 */
final class ListeningSocket {

  private static final IntegerUnixChannelOption IPV6_ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26); // of linux/in6.h

  private final SocketAddress configured;
  private final DisposableServer server;
  private volatile Listener target;

  private ListeningSocket(
      BindConfig bind, SocketAddress address, TcpServer server, Listener target, Workers workers) {
    this.configured = bind.address();
    this.target = target;
    this.server =
        server
            .bindAddress(() -> address)
            .doOnChannelInit((observer, channel, remote) -> accept(channel, workers))
            .bindNow();
  }

  /** The loops on which a socket accepts and serves. */
  record Place(EventLoopGroup loops, boolean shared, Workers workers, Transport transport) {}

  /**
   * Binds. Blocks; not on an event loop.
   *
   * @param address that of {@code bind}, with the port that another socket of it got
   * @throws RuntimeException if the address cannot be bound
   */
  static ListeningSocket bind(
      BindConfig bind, SocketAddress address, Listener listener, Place place) {
    SocketConfig config = listener.config().sockets();
    unlink(address);
    TcpServer server =
        TcpServer.create()
            .runOn(new WorkerLoops(place.loops(), place.transport()), true)
            .option(ChannelOption.SO_BACKLOG, config.backlog());
    int high = config.bufferBytes();
    server =
        server.childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(Math.max(1, high / 2), Math.max(2, high)));
    if (config.acceptsPerEvent() > 0) {
      server =
          server.option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(config.acceptsPerEvent()));
    }
    if (address instanceof InetSocketAddress inet) {
      server = tcp(server, inet, bind, config, place);
    }
    var options = new Options(server);
    bind.options().stream()
        .filter(SocketOptionConfig::beforeBind)
        .forEach(option -> option.giveTo(options));
    var socket =
        new ListeningSocket(
            bind, place.transport().address(address), options.server, listener, place.workers());
    socket.finish(bind);
    return socket;
  }

  private static TcpServer tcp(
      TcpServer plain,
      InetSocketAddress address,
      BindConfig bind,
      SocketConfig config,
      Place place) {
    TcpServer server =
        plain.option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.TCP_NODELAY, true);
    if (place.transport() != Transport.EPOLL) {
      refuseEpollOptions(config);
      return server;
    }
    if (place.shared()) {
      server = server.option(EpollChannelOption.SO_REUSEPORT, true);
    }
    if (address.getAddress() instanceof Inet6Address && !bind.ipv4Too()) {
      server = server.option(IPV6_ONLY, 1);
    }
    if (config.freebind() != null) {
      server = server.option(EpollChannelOption.IP_FREEBIND, config.freebind());
    }
    if (config.transparent() != null) {
      server = server.option(EpollChannelOption.IP_TRANSPARENT, config.transparent());
    }
    if (config.fastOpenQueue() != null) {
      server = server.option(ChannelOption.TCP_FASTOPEN, config.fastOpenQueue());
    }
    return server;
  }

  private static void refuseEpollOptions(SocketConfig config) {
    if (Boolean.TRUE.equals(config.freebind()) || Boolean.TRUE.equals(config.transparent())) {
      throw new InvalidConfigException(
          Boolean.TRUE.equals(config.freebind()) ? "freebind" : "transparent",
          true,
          "false: only the epoll transport, on Linux, can do that");
    }
  }

  /** Collects options of a server that is rebuilt with each of them. */
  private static final class Options implements SocketOptionConfig.OptionSink {

    private TcpServer server;

    Options(TcpServer server) {
      this.server = server;
    }

    @Override
    public <T> void option(ChannelOption<T> option, T value) {
      server = server.option(option, value);
    }
  }

  private void finish(BindConfig bind) {
    bind.options().stream()
        .filter(option -> !option.beforeBind())
        .forEach(option -> option.applyTo(server.channel()));
    if (bind.mode() != 0
        && bind.address() instanceof DomainSocketAddress unix
        && !isAbstract(unix)) {
      try {
        Files.setPosixFilePermissions(Path.of(unix.path()), permissions(bind.mode()));
      } catch (IOException e) {
        close();
        throw new UncheckedIOException("Cannot set the mode of " + unix.path(), e);
      }
    }
  }

  // The nine bits of a mode, from the owner's read to everybody's execute.
  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < all.length; bit++) {
      if ((mode & 1 << all.length - 1 - bit) != 0) {
        permissions.add(all[bit]);
      }
    }
    return permissions;
  }

  private void accept(Channel channel, Workers workers) {
    channel.pipeline().remove(NettyPipeline.ReactiveBridge);
    channel.config().setAutoRead(true); // Reactor Netty's channels begin without
    target.accept(channel, workers.of(channel));
  }

  /** A socket file of a process that is gone is in the way. */
  private static void unlink(SocketAddress address) {
    if (address instanceof DomainSocketAddress unix && !isAbstract(unix)) {
      try {
        Files.deleteIfExists(Path.of(unix.path()));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot remove the old socket " + unix.path(), e);
      }
    }
  }

  private static boolean isAbstract(DomainSocketAddress address) {
    return address.path().startsWith("\0");
  }

  SocketAddress configured() {
    return configured;
  }

  /** The address as it is: with the port that the system chose. */
  SocketAddress address() {
    SocketAddress bound = server.channel().localAddress();
    return bound == null || configured instanceof DomainSocketAddress ? configured : bound;
  }

  /** Connections go to another listener from now on. */
  void serve(Listener listener) {
    target = listener;
  }

  /** Stops to accept; connections live on. */
  void close() {
    server.channel().close().syncUninterruptibly();
  }
}
