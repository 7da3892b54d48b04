package mesh.proxy.endpoint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * One upstream host. Shared by all loops; one object for as long as discovery names the host,
 * whatever else changes.
 *
 * <p>There may be a hundred thousand of them, nearly all idle: what a host without traffic does not
 * need is made on first use.
 */
public final class Endpoint {

  private static final int STATS = EndpointStat.values().length;
  private static final VarHandle ACTIVE = handle("activeRequests", int.class);
  private static final VarHandle HEALTH = handle("health", int.class);
  private static final VarHandle COUNTS = handle("counts", AtomicLongArray.class);

  private volatile SocketAddress address;
  private final String hostname;
  private final boolean logical;
  private volatile EndpointConfig config;
  private volatile int health;
  private volatile int activeRequests;
  private volatile @Nullable AtomicLongArray counts;
  private volatile @Nullable OutlierMonitor monitor;
  private volatile long healthySinceNanos;

  /**
   * A host that connections can be made to.
   *
   * @param address resolved, or a Unix domain socket
   * @param hostname what {@code auto_host_rewrite} writes; may be empty
   * @param nowNanos {@link System#nanoTime()}: the start of its slow start window
   */
  public Endpoint(SocketAddress address, String hostname, EndpointConfig config, long nowNanos) {
    this(address, hostname, config, nowNanos, false);
  }

  private Endpoint(
      SocketAddress address,
      String hostname,
      EndpointConfig config,
      long nowNanos,
      boolean logical) {
    this.logical = logical;
    this.address = address;
    this.hostname = hostname;
    this.config = config;
    this.health = config.status().flags();
    this.healthySinceNanos = nowNanos;
  }

  /** A host that is known by its name: connections go to the address that it has at the time. */
  public static Endpoint logical(
      SocketAddress address, String hostname, EndpointConfig config, long nowNanos) {
    return new Endpoint(address, hostname, config, nowNanos, true);
  }

  /** Where to connect to now. */
  public SocketAddress address() {
    return address;
  }

  /** True if the address may change. */
  public boolean isLogical() {
    return logical;
  }

  /** Gives a host that is known by its name another address; its connections stay. */
  public void moveTo(SocketAddress other) {
    if (!other.equals(address)) {
      address = other;
    }
  }

  /** In order of preference, after {@link #address()}; usually empty. */
  public List<SocketAddress> additionalAddresses() {
    return config.additionalAddresses();
  }

  /** May be empty. */
  public String hostname() {
    return hostname;
  }

  public EndpointConfig config() {
    return config;
  }

  public Locality locality() {
    return config.locality();
  }

  /** 0 is the first choice. */
  public int priority() {
    return config.priority();
  }

  /** At least 1. */
  public int weight() {
    return config.weight();
  }

  public boolean isCanary() {
    return config.canary();
  }

  /** By namespace; values as in {@code google.protobuf.Struct}. */
  public Map<String, Map<String, Object>> metadata() {
    return config.metadata();
  }

  /**
   * Takes what discovery now says of this host.
   *
   * @return true if its health changed by that
   */
  public boolean update(EndpointConfig changed) {
    config = changed;
    while (true) {
      int before = health;
      int after = before & ~HealthFlag.FROM_DISCOVERY | changed.status().flags();
      if (before == after) {
        return false;
      }
      if (HEALTH.compareAndSet(this, before, after)) {
        return true;
      }
    }
  }

  /** True if requests may go to it without need. */
  public boolean isHealthy() {
    return (health & (HealthFlag.UNHEALTHY | HealthFlag.DEGRADED)) == 0;
  }

  /** True if it serves, but only as a second choice. */
  public boolean isDegraded() {
    int flags = health;
    return (flags & HealthFlag.UNHEALTHY) == 0 && (flags & HealthFlag.DEGRADED) != 0;
  }

  /** True if it plays no part in how healthy its priority is. */
  public boolean isExcluded() {
    return (health & HealthFlag.EXCLUDED) != 0;
  }

  public boolean has(HealthFlag flag) {
    return (health & flag.bit()) != 0;
  }

  /**
   * Raises a flag.
   *
   * @return false if it was up already
   */
  public boolean raise(HealthFlag flag) {
    return ((int) HEALTH.getAndBitwiseOr(this, flag.bit()) & flag.bit()) == 0;
  }

  /**
   * Takes a flag down.
   *
   * @return false if it was not up
   */
  public boolean clear(HealthFlag flag) {
    return ((int) HEALTH.getAndBitwiseAnd(this, ~flag.bit()) & flag.bit()) != 0;
  }

  /** {@code healthy}, or every flag: {@code /failed_active_hc/failed_outlier_check}. */
  public String healthText() {
    return HealthFlag.text(health);
  }

  /** Requests under way, of all loops. */
  public int activeRequests() {
    return activeRequests;
  }

  public void requestStarted() {
    ACTIVE.getAndAdd(this, 1);
    add(EndpointStat.RQ_TOTAL, 1);
  }

  public void requestFinished() {
    ACTIVE.getAndAdd(this, -1);
  }

  /** Counts one of the endpoint's own numbers; {@link EndpointStat#RQ_ACTIVE} counts itself. */
  public void add(EndpointStat stat, long delta) {
    AtomicLongArray all = counts;
    (all == null ? makeCounts() : all).getAndAdd(stat.ordinal(), delta);
  }

  public long count(EndpointStat stat) {
    if (stat == EndpointStat.RQ_ACTIVE) {
      return activeRequests;
    }
    AtomicLongArray all = counts;
    return all == null ? 0 : all.get(stat.ordinal());
  }

  /** Tells outlier detection, if there is any, of an answer. */
  public void reportResult(int status) {
    OutlierMonitor watching = monitor;
    if (watching != null) {
      watching.onResponse(status);
    }
  }

  /** Tells outlier detection, if there is any, of something that was not an answer. */
  public void reportLocalOrigin(LocalOriginEvent event) {
    OutlierMonitor watching = monitor;
    if (watching != null) {
      watching.onLocalOrigin(event);
    }
  }

  public @Nullable OutlierMonitor monitor() {
    return monitor;
  }

  public void monitor(@Nullable OutlierMonitor watching) {
    monitor = watching;
  }

  /** When it was added or last became healthy, by {@link System#nanoTime()}. */
  public long healthySinceNanos() {
    return healthySinceNanos;
  }

  public void healthySinceNanos(long nowNanos) {
    healthySinceNanos = nowNanos;
  }

  /** The address, as logs print it. */
  @Override
  public String toString() {
    return Addresses.text(address);
  }

  private AtomicLongArray makeCounts() {
    var made = new AtomicLongArray(STATS);
    var raced = (AtomicLongArray) COUNTS.compareAndExchange(this, null, made);
    return raced == null ? made : raced;
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Endpoint.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
