package mesh.proxy.cluster.outlier;

import java.time.Instant;
import java.util.function.LongSupplier;
import mesh.proxy.cluster.event.EventLine;
import mesh.proxy.cluster.event.EventLog;

/**
 * Tells of ejections as {@code envoy.data.cluster.v3.OutlierDetectionEvent}. Confined to the
 * control loop.
 */
final class OutlierEvents {

  private static final long NANOS = 1_000_000_000L;

  private final String clusterName;
  private final EventLog log;
  private final LongSupplier clockMillis;

  /**
   * Events of one cluster.
   *
   * @param clockMillis wall clock
   */
  OutlierEvents(String clusterName, EventLog log, LongSupplier clockMillis) {
    this.clusterName = clusterName;
    this.log = log;
    this.clockMillis = clockMillis;
  }

  /**
   * A host is, or would have been, ejected.
   *
   * @param enforced false if chance decided against it
   */
  void ejected(
      HostMonitor monitor, EjectionType type, SuccessRates rates, boolean enforced, long nowNanos) {
    if (log == EventLog.NONE) {
      return;
    }
    EventLine line = begin(type);
    if (monitor.wasUnejected()) {
      seconds(line, nowNanos - monitor.unejectedAtNanos());
    }
    host(line, monitor, "EJECT").flag("enforced", enforced);
    long percent = (long) monitor.results(type.isLocalOrigin()).successPercent();
    switch (type) {
      case CONSECUTIVE_5XX, CONSECUTIVE_GATEWAY_FAILURE, CONSECUTIVE_LOCAL_ORIGIN_FAILURE ->
          line.object("eject_consecutive_event", new EventLine());
      case SUCCESS_RATE, SUCCESS_RATE_LOCAL_ORIGIN ->
          line.object(
              "eject_success_rate_event",
              new EventLine()
                  .number("host_success_rate", percent)
                  .number("cluster_average_success_rate", (long) rates.average())
                  .number("cluster_success_rate_ejection_threshold", (long) rates.threshold()));
      case FAILURE_PERCENTAGE, FAILURE_PERCENTAGE_LOCAL_ORIGIN ->
          line.object(
              "eject_failure_percentage_event",
              new EventLine().number("host_success_rate", percent));
    }
    log.write(line.toString());
  }

  /** A host is taken back. */
  void unejected(HostMonitor monitor, long nowNanos) {
    if (log != EventLog.NONE) {
      EventLine line = begin(EjectionType.CONSECUTIVE_5XX);
      seconds(line, nowNanos - monitor.ejectedAtNanos());
      log.write(host(line, monitor, "UNEJECT").flag("enforced", false).toString());
    }
  }

  private EventLine begin(EjectionType type) {
    return new EventLine()
        .text("type", type.name())
        .time("timestamp", Instant.ofEpochMilli(clockMillis.getAsLong()));
  }

  private static void seconds(EventLine line, long nanos) {
    line.text("secs_since_last_action", Long.toString(nanos / NANOS)); // JSON of 64 bits
  }

  private EventLine host(EventLine line, HostMonitor monitor, String action) {
    return line.text("cluster_name", clusterName)
        .text("upstream_url", monitor.host().toString())
        .text("action", action)
        .number("num_ejections", monitor.ejections());
  }
}
