package mesh.proxy.bootstrap.operate;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import mesh.proxy.admin.page.PhysicalMemory;
import mesh.proxy.listener.Listeners;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import mesh.proxy.tls.CertificatesInUse;

/**
 * The statistics that nobody counts, {@code server.} and the like: they are looked up when somebody
 * wants to see them. Shared by cold threads.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/observability/statistics
 */
public final class ServerNumbers {

  private static final long NEVER_DAYS = 0xFFFF_FFFFL; // Envoy's word for "no certificate"

  private final Operated rooms;
  private final Gauge state;
  private final Gauge live;
  private final Gauge uptime;
  private final Gauge connections;
  private final Gauge allocated;
  private final Gauge heap;
  private final Gauge physical;
  private final Gauge daysLeft;
  private final Gauge activeClusters;
  private final Gauge warmingClusters;

  /**
   * Makes the gauges.
   *
   * @param workers event loops that take traffic
   */
  public ServerNumbers(Operated rooms, int workers) {
    this.rooms = rooms;
    Stats scope = rooms.stats().scope("server");
    state = scope.gauge("state");
    live = scope.gauge("live");
    uptime = scope.gauge("uptime");
    connections = scope.gauge("total_connections");
    allocated = scope.gauge("memory_allocated");
    heap = scope.gauge("memory_heap_size");
    physical = scope.gauge("memory_physical_size");
    daysLeft = scope.gauge("days_until_first_cert_expiring");
    activeClusters = rooms.stats().gauge("cluster_manager.active_clusters");
    warmingClusters = rooms.stats().gauge("cluster_manager.warming_clusters");
    scope.gauge("concurrency").set(workers);
    scope.gauge("version").set(version());
  }

  /** Brings them up to date. */
  public void refresh() {
    var now = rooms.life().state();
    state.set(now.getNumber());
    live.set(now == io.envoyproxy.envoy.admin.v3.ServerInfo.State.LIVE ? 1 : 0);
    uptime.set(rooms.life().uptime().toSeconds());
    connections.set(rooms.listeners().all().stream().mapToInt(Listeners.Shown::connections).sum());
    MemoryUsage used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    allocated.set(used.getUsed());
    heap.set(used.getCommitted());
    physical.set(PhysicalMemory.residentBytes());
    daysLeft.set(firstExpiry());
    activeClusters.set(rooms.clusters().all().size());
    warmingClusters.set(rooms.warmingClusters().size());
  }

  private long version() {
    var override = rooms.bootstrap().getStatsServerVersionOverride();
    return rooms.bootstrap().hasStatsServerVersionOverride()
        ? Integer.toUnsignedLong((int) override.getValue())
        : 0;
  }

  private long firstExpiry() {
    long now = System.currentTimeMillis();
    long days = NEVER_DAYS;
    for (CertificatesInUse context : rooms.tls().inUse()) {
      for (CertificatesInUse.Shown shown : context.chains()) {
        days = Math.min(days, daysUntil(shown, now));
      }
      for (CertificatesInUse.Shown shown : context.anchors()) {
        days = Math.min(days, daysUntil(shown, now));
      }
    }
    return days;
  }

  private static long daysUntil(CertificatesInUse.Shown shown, long now) {
    long left = shown.certificate().getNotAfter().getTime() - now;
    return Math.max(0, TimeUnit.MILLISECONDS.toDays(left));
  }
}
