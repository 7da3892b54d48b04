package mesh.proxy.listener;

import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mesh.config.InvalidConfigException;
import mesh.proxy.filter.network.ListenerFacts;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners. Changes come from one cold thread at a time; they block while sockets are bound.
 */
public final class Listeners {

  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final long LOOK_MILLIS = 50;

  private final Workers workers;
  private final EventLoopGroup loops;
  private final Transport transport;
  private final Runtime runtime;
  private final Stats stats;
  private final Map<String, Listener> active = new ConcurrentHashMap<>();
  private final Set<Listener> draining = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Counter added;
  private final Counter modified;
  private final Counter removed;
  private final Counter createFailure;
  private final Counter createSuccess;
  private final Gauge activeGauge;
  private final Gauge drainingGauge;

  /**
   * No listeners yet.
   *
   * @param loops the workers' loops
   */
  public Listeners(
      Workers workers, EventLoopGroup loops, Transport transport, Runtime runtime, Stats stats) {
    this.workers = workers;
    this.loops = loops;
    this.transport = transport;
    this.runtime = runtime;
    this.stats = stats;
    Stats own = stats.scope("listener_manager.");
    added = own.counter("listener_added");
    modified = own.counter("listener_modified");
    removed = own.counter("listener_removed");
    createFailure = own.counter("listener_create_failure");
    createSuccess = own.counter("listener_create_success");
    activeGauge = own.gauge("total_listeners_active");
    drainingGauge = own.gauge("total_listeners_draining");
  }

  /** What the admin port shows of a listener. */
  public record Shown(
      String name,
      List<SocketAddress> addresses,
      ListenerFacts.Direction direction,
      int connections) {}

  /**
   * Adds a listener, or puts it in the place of the one of that name, which drains.
   *
   * @throws InvalidConfigException if an address cannot be bound; the old listener then goes on
   */
  public void apply(ListenerConfig config) {
    Listener before = active.get(config.name());
    if (before != null && before.config().source().equals(config.source())) {
      return;
    }
    Stats scope = stats.scope("listener." + StatAddress.of(config.addresses().getFirst()) + ".");
    var limit = new ConnectionLimit(runtime, config.name(), connections);
    var listener = new Listener(config, ListenerStats.of(scope), limit, this::byAddress);
    try {
      listener.bound(sockets(config, listener, before));
      createSuccess.increment();
    } catch (RuntimeException e) {
      createFailure.increment();
      throw e;
    }
    active.put(config.name(), listener);
    (before == null ? added : modified).increment();
    if (before != null) {
      end(before);
    }
    show();
  }

  /** Takes a listener away; its connections drain. False if there is none. */
  public boolean remove(String name) {
    Listener listener = active.remove(name);
    if (listener == null) {
      return false;
    }
    removed.increment();
    end(listener);
    show();
    return true;
  }

  /** In no order. */
  public Collection<Shown> all() {
    List<Shown> all = new ArrayList<>();
    active
        .values()
        .forEach(
            one ->
                all.add(
                    new Shown(
                        one.config().name(),
                        one.addresses(),
                        one.config().facts().direction(),
                        one.connections())));
    return all;
  }

  /**
   * Accepts no more and asks all connections to end.
   *
   * @param inboundOnly leaves the others as they are
   */
  public void drain(boolean inboundOnly) {
    for (Listener listener : active.values()) {
      if (!inboundOnly
          || listener.config().facts().direction() == ListenerFacts.Direction.INBOUND) {
        listener.drain();
      }
    }
  }

  /**
   * Drains, waits until the last connection is gone or the time is over, then cuts what is left.
   * Blocks.
   */
  public void close(Duration within) {
    drain(false);
    long end = System.nanoTime() + within.toNanos();
    try {
      while (connections.get() > 0 && System.nanoTime() - end < 0) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int left = connections.get();
    if (left > 0) {
      LOG.atWarn().addKeyValue("connections", left).log("Drain time is over, connections are cut");
    }
    active.values().forEach(Listener::close);
    draining.forEach(Listener::close);
  }

  private void end(Listener listener) {
    draining.add(listener);
    listener.drain();
  }

  private void show() {
    draining.removeIf(listener -> listener.connections() == 0);
    activeGauge.set(active.size());
    drainingGauge.set(draining.size());
  }

  private @Nullable Listener byAddress(SocketAddress address) {
    Listener wildcard = null;
    for (Listener listener : active.values()) {
      for (SocketAddress own : listener.config().addresses()) {
        if (own.equals(address)) {
          return listener;
        }
        if (own instanceof InetSocketAddress mine
            && address instanceof InetSocketAddress wanted
            && mine.getAddress().isAnyLocalAddress()
            && mine.getPort() == wanted.getPort()) {
          wildcard = listener;
        }
      }
    }
    return wildcard;
  }

  /** The old listener's sockets where the addresses are the same, new ones for the rest. */
  private List<ListeningSocket> sockets(
      ListenerConfig config, Listener listener, @Nullable Listener before) {
    if (!config.bind()) {
      return List.of();
    }
    if (before != null && sameSockets(before.config(), config)) {
      List<ListeningSocket> taken = before.giveUpSockets();
      taken.forEach(socket -> socket.serve(listener));
      return taken;
    }
    List<ListeningSocket> bound = new ArrayList<>();
    try {
      for (SocketAddress address : config.addresses()) {
        bind(address, config, listener, bound);
      }
    } catch (RuntimeException e) {
      bound.forEach(ListeningSocket::close);
      throw e instanceof InvalidConfigException
          ? e
          : new InvalidConfigException(
              "address", config.addresses(), "an address that can be bound: " + reason(e));
    }
    return bound;
  }

  private static boolean sameSockets(ListenerConfig before, ListenerConfig after) {
    return before.bind()
        && before.addresses().equals(after.addresses())
        && before.reusePort() == after.reusePort()
        && before.backlog() == after.backlog();
  }

  private void bind(
      SocketAddress address,
      ListenerConfig config,
      Listener listener,
      List<ListeningSocket> bound) {
    boolean perLoop =
        config.reusePort()
            && address instanceof InetSocketAddress
            && transport == Transport.EPOLL
            && workers.count() > 1;
    if (!perLoop) {
      bound.add(ListeningSocket.bind(address, loops, false, listener, workers, transport));
      return;
    }
    SocketAddress shared = address;
    for (Worker worker : workers.all()) {
      var socket = ListeningSocket.bind(shared, worker.loop(), true, listener, workers, transport);
      bound.add(socket);
      shared = socket.address(); // port 0 is chosen once
    }
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
