package mesh.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/**
 * One bound socket. It outlives the listener that bound it: an update of that listener takes it
 * over, so that no connection in the backlog is lost. Shared by all loops.
 *
 * <p>The socket is Reactor Netty's; its reactive bridge is taken out of every connection, because
 * nothing on the request path is reactive.
 */
final class ListeningSocket {

  private final SocketAddress configured;
  private final boolean perLoop;
  private volatile Listener target;
  private @Nullable DisposableServer server; // null until it is bound

  private ListeningSocket(SocketAddress configured, boolean perLoop, Listener target) {
    this.configured = configured;
    this.perLoop = perLoop;
    this.target = target;
  }

  /**
   * Binds. Blocks; not on an event loop.
   *
   * @param loops that accept and serve: one, or all
   * @param perLoop other sockets share the address, one a loop
   * @throws RuntimeException if the address cannot be bound
   */
  static ListeningSocket bind(
      SocketAddress address,
      EventLoopGroup loops,
      boolean perLoop,
      Listener listener,
      Workers workers,
      Transport transport) {
    var socket = new ListeningSocket(address, perLoop, listener);
    unlink(address);
    LoopResources resources = nativeTransport -> loops;
    int high = listener.config().facts().bufferBytes();
    TcpServer settings =
        TcpServer.create()
            .bindAddress(() -> transport.address(address))
            .runOn(resources, true)
            .option(ChannelOption.SO_BACKLOG, listener.config().backlog())
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(Math.max(1, high / 2), high))
            .doOnChannelInit((observer, channel, remote) -> socket.accept(channel, workers));
    if (!(address instanceof DomainSocketAddress)) {
      settings =
          settings
              .option(ChannelOption.SO_REUSEADDR, true)
              .childOption(ChannelOption.TCP_NODELAY, true);
      if (perLoop) {
        settings = settings.option(EpollChannelOption.SO_REUSEPORT, true);
      }
    }
    socket.server = settings.bindNow();
    return socket;
  }

  private void accept(Channel channel, Workers workers) {
    channel.pipeline().remove(NettyPipeline.ReactiveBridge);
    channel.config().setAutoRead(true); // Reactor Netty's channels begin without
    target.accept(channel, workers.of(channel));
  }

  /** A socket file of a process that is gone is in the way. */
  private static void unlink(SocketAddress address) {
    if (address instanceof DomainSocketAddress unix && !unix.path().startsWith("@")) {
      try {
        Files.deleteIfExists(Path.of(unix.path()));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot remove the old socket " + unix.path(), e);
      }
    }
  }

  SocketAddress configured() {
    return configured;
  }

  boolean isPerLoop() {
    return perLoop;
  }

  /** The address as it is: with the port that the system chose. */
  SocketAddress address() {
    SocketAddress bound = server == null ? null : server.channel().localAddress();
    return bound == null ? configured : bound;
  }

  /** Connections go to another listener from now on. */
  void serve(Listener listener) {
    target = listener;
  }

  /** Stops to accept; connections live on. */
  void close() {
    if (server != null) {
      server.channel().close().syncUninterruptibly();
    }
  }
}
