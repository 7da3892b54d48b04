package mesh.proxy.listener;

import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mesh.proxy.stream.ConnectionInfo;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One listener at work: its sockets and the connections that came through them. Shared by all
 * loops.
 */
final class Listener {

  private final ListenerConfig config;
  private final ListenerStats stats;
  private final Function<SocketAddress, @Nullable Listener> byAddress;
  private final ConnectionLimit limit;
  private final Map<Channel, Accepted> connections = new ConcurrentHashMap<>();
  private volatile List<ListeningSocket> sockets = List.of();
  private volatile boolean draining;

  /**
   * A listener that is not bound yet.
   *
   * @param byAddress finds the listener of an original destination
   */
  Listener(
      ListenerConfig config,
      ListenerStats stats,
      ConnectionLimit limit,
      Function<SocketAddress, @Nullable Listener> byAddress) {
    this.config = config;
    this.stats = stats;
    this.limit = limit;
    this.byAddress = byAddress;
  }

  ListenerConfig config() {
    return config;
  }

  ListenerStats stats() {
    return stats;
  }

  boolean isDraining() {
    return draining;
  }

  void bound(List<ListeningSocket> all) {
    sockets = List.copyOf(all);
  }

  List<ListeningSocket> sockets() {
    return sockets;
  }

  /** Addresses as they are, ports chosen by the system included. */
  List<SocketAddress> addresses() {
    List<SocketAddress> all = new ArrayList<>();
    sockets.forEach(socket -> all.add(socket.address()));
    return all.isEmpty() ? config.addresses() : all;
  }

  int connections() {
    return connections.size();
  }

  /** A connection came in. On its event loop, its pipeline empty. */
  void accept(Channel channel, Worker worker) {
    if (!limit.tryAcquire(stats)) {
      channel.close();
      return;
    }
    var info = new ConnectionInfo(channel.localAddress(), channel.remoteAddress());
    var accepted = new Accepted(this, channel, info, worker);
    remember(channel, accepted);
    channel.closeFuture().addListener(closed -> limit.release());
    channel.pipeline().addLast("accepted", accepted);
  }

  void remember(Channel channel, Accepted accepted) {
    connections.put(channel, accepted);
    stats.cxTotal().increment();
    stats.cxActive().increment();
    long since = System.nanoTime();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              if (connections.remove(channel, accepted)) {
                gone(since);
              }
            });
  }

  /** The connection belongs to another listener now. */
  void forget(Channel channel) {
    if (connections.remove(channel) != null) {
      gone(System.nanoTime());
    }
  }

  private void gone(long since) {
    stats.cxActive().decrement();
    stats.cxDestroy().increment();
    stats.cxLengthMs().record(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
  }

  /** The listener that a captured connection belongs to; null if it is this one. */
  @Nullable Listener handOver(ConnectionInfo info) {
    if (!config.usesOriginalDestination() || !info.localRestored()) {
      return null;
    }
    Listener other = byAddress.apply(info.local());
    return other == this ? null : other;
  }

  /** Accepts no more. */
  void stopAccepting() {
    sockets.forEach(ListeningSocket::close);
  }

  /** The sockets belong to the listener that takes this one's place. */
  List<ListeningSocket> giveUpSockets() {
    List<ListeningSocket> given = sockets;
    sockets = List.of();
    return given;
  }

  /** Accepts no more and asks every connection to end. */
  void drain() {
    draining = true;
    stopAccepting();
    connections.forEach((channel, accepted) -> channel.eventLoop().execute(accepted::drain));
  }

  /** Cuts what is left. */
  void close() {
    draining = true;
    stopAccepting();
    connections.keySet().forEach(Channel::close);
  }
}
