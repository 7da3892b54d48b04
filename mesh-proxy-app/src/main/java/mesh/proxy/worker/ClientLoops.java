package mesh.proxy.worker;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketChannel;
import reactor.netty.resources.LoopResources;

/**
 * One event loop for all cold calls of Reactor Netty's clients, with the sockets of our transport.
 *
 * @param loop usually the control loop's
 */
public record ClientLoops(EventLoop loop, Transport transport) implements LoopResources {

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return loop;
  }

  @Override
  public EventLoopGroup onClient(boolean useNative) {
    return loop;
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> kind, EventLoopGroup group) {
    try {
      return onChannelClass(kind, group).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No channel of class " + kind.getName(), e);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // each branch asks for the kind
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> kind, EventLoopGroup group) {
    if (kind == SocketChannel.class) {
      return (Class<? extends C>) transport.socketChannel();
    }
    if (kind == DomainSocketChannel.class) {
      return (Class<? extends C>) transport.domainSocketChannel();
    }
    if (kind == DatagramChannel.class) {
      return (Class<? extends C>) transport.datagramChannel();
    }
    throw new IllegalArgumentException(
        "kind: " + kind.getName() + " (expected: a client's channel)");
  }
}
