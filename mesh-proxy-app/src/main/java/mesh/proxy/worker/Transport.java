package mesh.proxy.worker;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** How sockets are read and written on this machine. Immutable. */
public enum Transport {
  /** Linux, through Netty's native library. */
  EPOLL(
      EpollSocketChannel.class,
      EpollServerSocketChannel.class,
      EpollDomainSocketChannel.class,
      EpollServerDomainSocketChannel.class,
      EpollDatagramChannel.class),
  /** Anywhere else. */
  NIO(
      NioSocketChannel.class,
      NioServerSocketChannel.class,
      NioDomainSocketChannel.class,
      NioServerDomainSocketChannel.class,
      NioDatagramChannel.class);

  private final Class<? extends SocketChannel> socketChannel;
  private final Class<? extends ServerSocketChannel> serverChannel;
  private final Class<? extends Channel> domainSocketChannel;
  private final Class<? extends ServerChannel> serverDomainChannel;
  private final Class<? extends DatagramChannel> datagramChannel;

  Transport(
      Class<? extends SocketChannel> socketChannel,
      Class<? extends ServerSocketChannel> serverChannel,
      Class<? extends Channel> domainSocketChannel,
      Class<? extends ServerChannel> serverDomainChannel,
      Class<? extends DatagramChannel> datagramChannel) {
    this.socketChannel = socketChannel;
    this.serverChannel = serverChannel;
    this.domainSocketChannel = domainSocketChannel;
    this.serverDomainChannel = serverDomainChannel;
    this.datagramChannel = datagramChannel;
  }

  /** The fastest one that works here. */
  public static Transport detect() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  /**
   * Starts event loops of this kind.
   *
   * @param count one per worker, at least 1
   */
  public EventLoopGroup newLoops(int count) {
    return newLoops("worker", count);
  }

  /** As {@link #newLoops(int)}, with another name for the threads. */
  public EventLoopGroup newLoops(String name, int count) {
    return new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), handlers());
  }

  /** TCP, connecting or accepted. */
  public Class<? extends SocketChannel> socketChannel() {
    return socketChannel;
  }

  /** TCP, listening. */
  public Class<? extends ServerSocketChannel> serverChannel() {
    return serverChannel;
  }

  /** Unix domain, connecting or accepted. */
  public Class<? extends Channel> domainSocketChannel() {
    return domainSocketChannel;
  }

  /** Unix domain, listening. */
  public Class<? extends ServerChannel> serverDomainChannel() {
    return serverDomainChannel;
  }

  /** UDP, for name look-ups. */
  public Class<? extends DatagramChannel> datagramChannel() {
    return datagramChannel;
  }

  /** The class of a channel that connects to {@code remote}. */
  public Class<? extends Channel> channelTo(SocketAddress remote) {
    return remote instanceof DomainSocketAddress || remote instanceof UnixDomainSocketAddress
        ? domainSocketChannel
        : socketChannel;
  }

  /**
   * An address as this transport's channels take it. Configuration speaks of Unix sockets as
   * Netty's {@link DomainSocketAddress}; only NIO wants the JDK's class.
   */
  public SocketAddress address(SocketAddress address) {
    return this == NIO && address instanceof DomainSocketAddress unix
        ? UnixDomainSocketAddress.of(unix.path())
        : address;
  }

  private IoHandlerFactory handlers() {
    return switch (this) {
      case EPOLL -> EpollIoHandler.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }
}
