package mesh.proxy.listener;

import io.netty.channel.Channel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.health.HealthState;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One listener at work: its sockets and the connections that came through them. Shared by all
 * loops.
 */
final class Listener {

  private final ListenerStats stats;
  private final Function<SocketAddress, @Nullable Listener> byAddress;
  private final ConnectionLimit limit;
  private final HealthState health;
  private final Runnable onClose;
  private final Map<Channel, Accepted> connections = new ConcurrentHashMap<>();
  private volatile ListenerConfig config;
  private volatile List<ListeningSocket> sockets = List.of();
  private volatile boolean draining;
  private volatile boolean closed;
  private volatile boolean stopped;

  /**
   * A listener that is not bound yet.
   *
   * @param byAddress finds the listener of an original destination
   * @param onClose gives its statistics back
   */
  Listener(
      ListenerConfig config,
      ListenerStats stats,
      ConnectionLimit limit,
      HealthState health,
      Function<SocketAddress, @Nullable Listener> byAddress,
      Runnable onClose) {
    this.config = config;
    this.stats = stats;
    this.limit = limit;
    this.health = health;
    this.byAddress = byAddress;
    this.onClose = onClose;
  }

  ListenerConfig config() {
    return config;
  }

  ListenerStats stats() {
    return stats;
  }

  /** True if new connections should end soon, too. */
  boolean isDraining() {
    return draining || config.drainsOnFailedHealth() && health.isFailed();
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
    for (ListeningSocket socket : sockets) {
      SocketAddress address = socket.address();
      if (!all.contains(address)) {
        all.add(address);
      }
    }
    return all.isEmpty() ? config.addresses() : all;
  }

  int connections() {
    return connections.size();
  }

  /** A connection came in. On its event loop, its pipeline empty. */
  void accept(Channel channel, Worker worker) {
    boolean limited = config.limited();
    if (!limit.tryAcquire(stats, limited)) {
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> limit.release(limited));
    var info = new ConnectionInfo(channel.localAddress(), channel.remoteAddress());
    var accepted = new Accepted(this, channel, info, worker);
    remember(channel, accepted);
    channel.pipeline().addLast("accepted", accepted);
  }

  /** The connection is this listener's; it may have come from another one. */
  void remember(Channel channel, Accepted accepted) {
    connections.put(channel, accepted);
    int worker = accepted.worker().index();
    stats.opened(worker);
    long since = System.nanoTime();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              if (connections.remove(channel, accepted)) {
                stats.closed(worker, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
                accepted.ended();
              }
            });
  }

  /** The connection belongs to another listener now. */
  void forget(Channel channel) {
    Accepted accepted = connections.remove(channel);
    if (accepted != null) {
      stats.closed(accepted.worker().index(), 0);
    }
  }

  /** The listener that a captured connection belongs to; null if it is this one. */
  @Nullable Listener handOver(ConnectionInfo info) {
    if (!config.handsOver() || !info.localRestored()) {
      return null;
    }
    Listener other = byAddress.apply(info.local());
    return other == this ? null : other;
  }

  /** What an operator sees. */
  Listeners.Shown shown() {
    return new Listeners.Shown(
        config.name(), addresses(), config.facts().direction(), connections(), !stopped);
  }

  /** Accepts no more. */
  void stopAccepting() {
    stopped = true;
    sockets.forEach(ListeningSocket::close);
  }

  /** The sockets belong to the listener that takes this one's place. */
  List<ListeningSocket> giveUpSockets() {
    List<ListeningSocket> given = sockets;
    sockets = List.of();
    return given;
  }

  /**
   * Takes other filter chains and keeps all else.
   *
   * @return chains that get no more connections
   */
  List<FilterChain> replaceChains(ListenerConfig changed) {
    List<FilterChain> gone = new ArrayList<>(config.chains().all());
    config = changed;
    gone.removeAll(changed.chains().all());
    return gone;
  }

  /** Asks every connection to end, those that are still to come, too. */
  void beginDrain(Duration spread) {
    draining = true;
    drainConnections(connection -> true, spread);
  }

  /** Asks those connections to end that the predicate is true of. */
  void drainConnections(Predicate<Accepted> which, Duration spread) {
    long most = spread.toMillis();
    connections.forEach(
        (channel, accepted) -> {
          if (which.test(accepted)) {
            Runnable task = accepted::drain;
            long delay = most <= 0 ? 0 : ThreadLocalRandom.current().nextLong(most);
            if (delay == 0) {
              channel.eventLoop().execute(task);
            } else {
              channel.eventLoop().schedule(task, delay, TimeUnit.MILLISECONDS);
            }
          }
        });
  }

  /** Cuts those connections that the predicate is true of. */
  void cut(Predicate<Accepted> which) {
    connections.forEach(
        (channel, accepted) -> {
          if (which.test(accepted)) {
            channel.close();
          }
        });
  }

  /** Cuts what is left, and ends what watches over certificates. */
  void close() {
    draining = true;
    stopAccepting();
    cut(connection -> true);
    config.chains().all().forEach(FilterChain::close);
    if (!closed) {
      closed = true;
      onClose.run();
    }
  }
}
