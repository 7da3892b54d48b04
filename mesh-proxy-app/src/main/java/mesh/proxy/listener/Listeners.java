package mesh.proxy.listener;

import io.netty.channel.EventLoopGroup;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.health.HealthState;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners. Changes come from cold threads, one at a time; they block while sockets are bound.
 */
public final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);
  private static final Duration USUAL_DRAIN = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 20;
  private static final long LOOK_NANOS = LOOK_MILLIS * 1_000_000;

  private final Workers workers;
  private final Binder binder;
  private final Runtime runtime;
  private final Stats stats;
  private final HealthState health;
  private final ListenersStats own;
  private final ConnectionLimit.GlobalLimit limit = new ConnectionLimit.GlobalLimit();
  private final Map<String, Listener> active = new ConcurrentHashMap<>();
  private final Map<String, ListenerConfig> warming = new HashMap<>(); // guarded by this
  private final Set<Listener> draining = ConcurrentHashMap.newKeySet();
  private volatile Duration drainTime = USUAL_DRAIN;
  private volatile boolean gradual = true;

  /**
   * No listeners yet.
   *
   * @param loops the workers' loops
   */
  public Listeners(
      Workers workers,
      EventLoopGroup loops,
      Transport transport,
      Runtime runtime,
      Stats stats,
      HealthState health) {
    this.workers = workers;
    this.binder = new Binder(workers, loops, transport);
    this.runtime = runtime;
    this.stats = stats;
    this.health = health;
    this.own = ListenersStats.of(stats);
    own.workersStarted().set(1);
    health.listen(this::healthChanged);
  }

  /**
   * What the admin port shows of a listener.
   *
   * @param accepting whether it takes new connections
   */
  public record Shown(
      String name,
      List<SocketAddress> addresses,
      Direction direction,
      int connections,
      boolean accepting) {}

  /**
   * How connections of a listener end that was changed or removed.
   *
   * @param time after which those left are cut
   * @param spread true if they are asked one after the other within that time, false if all at once
   */
  public void drainWithin(Duration time, boolean spread) {
    drainTime = time;
    gradual = spread;
  }

  /** Most connections of all listeners together; the runtime key goes before it. */
  public void limitConnections(long most) {
    limit.most(most);
  }

  /**
   * Adds a listener, or puts it in the place of the one of that name, which drains. If only filter
   * chains differ, the listener stays, and only connections of changed chains drain. A listener
   * whose certificates or routes have not come yet waits for them, as long as their sources say.
   *
   * @throws mesh.config.InvalidConfigException if it is wrong, or an address cannot be bound; the
   *     old listener then goes on
   */
  synchronized void apply(ListenerSource source) {
    Listener before = active.get(source.name());
    ListenerConfig unready = warming.get(source.name());
    if (unready != null && unready.source().equals(source.message())) {
      return;
    }
    if (before != null && before.config().source().equals(source.message())) {
      discard(warming.remove(source.name()));
      show();
      return;
    }
    try {
      ListenerConfig config =
          source.read(
              before != null && before.config().frame().equals(source.frame())
                  ? before.config().chains().all()
                  : List.of());
      discard(warming.remove(config.name()));
      if (config.chains().areReady()) {
        activate(config);
      } else {
        warm(config);
      }
    } catch (RuntimeException e) {
      own.createFailure().increment();
      throw e;
    } finally {
      show();
    }
  }

  private void warm(ListenerConfig config) {
    warming.put(config.name(), config);
    Thread.ofVirtual()
        .name("warm " + config.name())
        .start(
            () -> {
              while (!config.chains().areReady() && isWarming(config)) {
                LockSupport.parkNanos(LOOK_NANOS);
              }
              activateIfWaiting(config);
            });
  }

  private synchronized boolean isWarming(ListenerConfig config) {
    return warming.get(config.name()) == config;
  }

  /** Ends what a listener watches over that never came to life. */
  private void discard(@Nullable ListenerConfig unready) {
    if (unready == null) {
      return;
    }
    Listener before = active.get(unready.name());
    for (FilterChain chain : unready.chains().all()) {
      if (before == null || !before.config().chains().all().contains(chain)) {
        chain.close();
      }
    }
  }

  private synchronized void activateIfWaiting(ListenerConfig config) {
    if (!warming.remove(config.name(), config)) {
      return; // replaced or removed meanwhile
    }
    try {
      activate(config);
    } catch (RuntimeException e) {
      own.createFailure().increment();
      log.atError().addKeyValue("listener", config.name()).setCause(e).log("Listener not started");
    } finally {
      show();
    }
  }

  private void activate(ListenerConfig config) {
    Listener before = active.get(config.name());
    if (before != null && before.config().frame().equals(config.frame())) {
      retireChains(before, before.replaceChains(config));
      own.createSuccess().increment();
      own.inPlaceUpdated().increment();
      own.modified().increment();
      return;
    }
    Stats scope = stats.scope("listener").hold(config.statName());
    Listener listener;
    try {
      listener =
          new Listener(
              config,
              ListenerStats.of(scope, workers.count()),
              new ConnectionLimit(runtime, config.name(), limit),
              health,
              this::byAddress,
              scope::release);
      listener.bound(binder.sockets(listener, before));
    } catch (RuntimeException e) {
      scope.release();
      discard(config);
      throw e;
    }
    own.createSuccess().increment();
    active.put(config.name(), listener);
    (before == null ? own.added() : own.modified()).increment();
    if (before != null) {
      retire(before);
    }
  }

  /** True if a listener waits for its certificates or routes. */
  public synchronized boolean areWarming() {
    return !warming.isEmpty();
  }

  /** Takes a listener away; its connections drain. False if there is none. */
  public synchronized boolean remove(String name) {
    ListenerConfig unready = warming.remove(name);
    discard(unready);
    Listener listener = active.remove(name);
    if (listener != null) {
      own.removed().increment();
      retire(listener);
    }
    show();
    return listener != null || unready != null;
  }

  /** In no order. */
  public Collection<Shown> all() {
    return active.values().stream().map(Listener::shown).toList();
  }

  /** Names of listeners that wait for their certificates. */
  public synchronized List<String> warming() {
    return List.copyOf(warming.keySet());
  }

  /**
   * Asks all connections to end and accepts no more. In this order: who sees that the port is
   * closed gets no answer any more that lets the connection live.
   *
   * @param inboundOnly leaves the others as they are
   */
  public void drain(boolean inboundOnly) {
    drainConnections(inboundOnly, Duration.ZERO);
    stopAccepting(inboundOnly);
  }

  /** Accepts no more; connections live on. */
  public void stopAccepting(boolean inboundOnly) {
    forEach(
        inboundOnly,
        listener -> {
          own.stopped().increment();
          listener.stopAccepting();
        });
  }

  /**
   * Asks all connections to end.
   *
   * @param spread the time over which they are asked; zero asks all at once
   */
  public void drainConnections(boolean inboundOnly, Duration spread) {
    forEach(inboundOnly, listener -> listener.beginDrain(spread));
  }

  /** How long connections may take to end when a listener goes. */
  public Duration drainTime() {
    return drainTime;
  }

  /**
   * Drains, waits until the last connection is gone or the time is over, then cuts what is left.
   * Blocks.
   */
  public void close(Duration within) {
    synchronized (this) {
      List.copyOf(warming.values()).forEach(this::discard);
      warming.clear();
    }
    drain(false);
    await(System.nanoTime() + within.toNanos(), () -> connections() == 0);
    int left = connections();
    if (left > 0) {
      log.atWarn().addKeyValue("connections", left).log("Drain time is over, connections are cut");
    }
    active.values().forEach(Listener::close);
    draining.forEach(Listener::close);
  }

  private int connections() {
    int open = 0;
    for (Listener listener : active.values()) {
      open += listener.connections();
    }
    for (Listener listener : draining) {
      open += listener.connections();
    }
    return open;
  }

  private void forEach(boolean inboundOnly, Consumer<Listener> task) {
    for (Listener listener : active.values()) {
      if (!inboundOnly || listener.config().facts().direction() == Direction.INBOUND) {
        task.accept(listener);
      }
    }
  }

  private void retire(Listener listener) {
    draining.add(listener);
    listener.beginDrain(spread());
    listener.stopAccepting();
    later(
        () -> {
          listener.close();
          draining.remove(listener);
          show();
        });
  }

  private void retireChains(Listener listener, List<FilterChain> gone) {
    if (gone.isEmpty()) {
      return;
    }
    Predicate<Accepted> theirs = connection -> gone.contains(connection.chain());
    own.chainsDraining().add(gone.size());
    listener.drainConnections(theirs, spread());
    later(
        () -> {
          listener.cut(theirs);
          gone.forEach(FilterChain::close);
          own.chainsDraining().add(-gone.size());
        });
  }

  // The last ones that are asked need time to end, too.
  private Duration spread() {
    return gradual ? drainTime.multipliedBy(3).dividedBy(4) : Duration.ZERO;
  }

  private void later(Runnable task) {
    var scheduled =
        workers.all().getFirst().loop().schedule(task, drainTime.toMillis(), TimeUnit.MILLISECONDS);
    if (scheduled.isCancelled()) {
      task.run(); // the loops are being shut down
    }
  }

  private void healthChanged() {
    if (health.isFailed()) {
      for (Listener listener : active.values()) {
        if (listener.config().drainsOnFailedHealth()) {
          listener.drainConnections(connection -> true, Duration.ZERO);
        }
      }
    }
  }

  private synchronized void show() {
    own.active().set(active.size());
    own.draining().set(draining.size());
    own.warming().set(warming.size());
  }

  private @Nullable Listener byAddress(SocketAddress address) {
    Listener wildcard = null;
    for (Listener listener : active.values()) {
      for (SocketAddress ours : listener.config().addresses()) {
        if (ours.equals(address)) {
          return listener;
        }
        if (StatAddress.covers(ours, address)) {
          wildcard = listener;
        }
      }
    }
    return wildcard;
  }

  private static void await(long endNanos, BooleanSupplier done) {
    try {
      while (!done.getAsBoolean() && System.nanoTime() - endNanos < 0) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
