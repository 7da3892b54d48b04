package mesh.proxy.listener;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.ServerDomainSocketChannel;
import java.lang.reflect.InvocationTargetException;
import mesh.proxy.worker.Transport;
import reactor.netty.resources.LoopResources;

/** Our loops and channel classes in the form in which Reactor Netty asks for them. Immutable. */
record WorkerLoops(EventLoopGroup loops, Transport transport) implements LoopResources {

  @Override
  public EventLoopGroup onServer(boolean useNative) {
    return loops;
  }

  @Override
  public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
    Class<? extends ServerChannel> ours =
        ServerDomainSocketChannel.class.isAssignableFrom(type)
            ? transport.serverDomainChannel()
            : transport.serverChannel();
    try {
      @SuppressWarnings("unchecked") // Reactor Netty uses it as a Channel
      C channel = (C) ours.getDeclaredConstructor().newInstance();
      return channel;
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("No socket: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("No constructor without arguments: " + ours, e);
    }
  }

  @Override
  public <C extends Channel> Class<? extends C> onChannelClass(
      Class<C> type, EventLoopGroup group) {
    @SuppressWarnings("unchecked") // as above
    Class<? extends C> ours =
        (Class<? extends C>)
            (ServerDomainSocketChannel.class.isAssignableFrom(type)
                ? transport.serverDomainChannel()
                : transport.serverChannel());
    return ours;
  }
}
