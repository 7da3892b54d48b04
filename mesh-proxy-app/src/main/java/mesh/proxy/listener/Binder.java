package mesh.proxy.listener;

import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.worker.BindRefusal;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;

/** Gives listeners their sockets. Immutable; blocks while it binds. */
record Binder(Workers workers, EventLoopGroup loops, Transport transport) {

  /**
   * The sockets of the listener that is replaced, if they would be the same; new ones otherwise.
   *
   * @throws InvalidConfigException if an address cannot be bound; nothing is bound then
   */
  List<ListeningSocket> sockets(Listener listener, @Nullable Listener before) {
    SocketConfig config = listener.config().sockets();
    if (before != null && before.config().sockets().equals(config)) {
      List<ListeningSocket> taken = before.giveUpSockets();
      taken.forEach(socket -> socket.serve(listener));
      return taken;
    }
    List<ListeningSocket> bound = new ArrayList<>();
    for (BindConfig bind : config.binds()) {
      try {
        bind(bind, listener, bound);
      } catch (InvalidConfigException e) {
        bound.forEach(ListeningSocket::close);
        throw e;
      } catch (RuntimeException e) {
        bound.forEach(ListeningSocket::close);
        throw BindRefusal.of("address", bind.address(), e);
      }
    }
    return bound;
  }

  private void bind(BindConfig bind, Listener listener, List<ListeningSocket> bound) {
    SocketConfig config = listener.config().sockets();
    SocketAddress address = bind.address();
    if (config.exactBalance()) {
      var balanced = new BalancedLoops(loops, workers.all(), listener.stats());
      bound.add(ListeningSocket.bind(bind, address, listener, place(balanced, false)));
    } else if (config.perWorker()
        && address instanceof InetSocketAddress
        && transport == Transport.EPOLL) {
      for (Worker worker : workers.all()) {
        var socket = ListeningSocket.bind(bind, address, listener, place(worker.loop(), true));
        bound.add(socket);
        address = socket.address(); // port 0 is chosen once
      }
    } else {
      bound.add(ListeningSocket.bind(bind, address, listener, place(loops, false)));
    }
  }

  private ListeningSocket.Place place(EventLoopGroup on, boolean shared) {
    return new ListeningSocket.Place(on, shared, workers, transport);
  }
}
