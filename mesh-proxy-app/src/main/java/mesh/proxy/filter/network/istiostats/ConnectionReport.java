package mesh.proxy.filter.network.istiostats;

import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.worker.Timers;
import mesh.proxy.workload.Edge;
import mesh.proxy.workload.Reporter;
import mesh.proxy.workload.ServiceMetrics;
import mesh.proxy.workload.TcpSeries;
import org.jspecify.annotations.Nullable;

/** What is counted of one connection. Confined to its event loop. */
final class ConnectionReport extends Timers.Timeout {

  private final ServiceMetrics metrics;
  private final Reporter reporter;
  private final long periodMillis;
  private final Timers timers;
  private final StreamInfo info;
  private @Nullable Edge edge;
  private boolean opened; // was counted, or dropped
  private long sent;
  private long received;

  /**
   * Nothing is counted yet.
   *
   * @param periodMillis 0 to count at the end alone
   */
  ConnectionReport(
      ServiceMetrics metrics, Reporter reporter, long periodMillis, NetworkConnection connection) {
    this.metrics = metrics;
    this.reporter = reporter;
    this.periodMillis = periodMillis;
    this.timers = connection.worker().timers();
    this.info = connection.streamInfo();
  }

  void begin() {
    if (periodMillis > 0) {
      timers.set(this, periodMillis);
    }
  }

  @Override
  protected void expired() {
    if (info.upstreamConnection != null) { // else it is not known yet who the server is
      count();
    }
    timers.set(this, periodMillis);
  }

  /** The connection is over. */
  void end() {
    timers.cancel(this);
    TcpSeries series = count();
    if (series != null) {
      series.closed().increment();
    }
  }

  private @Nullable TcpSeries count() {
    if (!opened) {
      edge = metrics.edge(info, reporter, null, "tcp");
    }
    TcpSeries series = edge == null ? null : edge.tcp(info); // flags may have come since
    if (series == null) {
      if (!opened) {
        metrics.drop();
      }
    } else {
      if (!opened) {
        series.opened().increment();
      }
      series.sentBytes().add(info.bytesSent - sent);
      series.receivedBytes().add(info.bytesReceived - received);
    }
    opened = true;
    sent = info.bytesSent;
    received = info.bytesReceived;
    return series;
  }
}
