package mesh.proxy.workload;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * The metrics of connections that have all labels in common. Shared by all loops.
 *
 * @param sentBytes to the client
 */
public record TcpSeries(Counter opened, Counter closed, Counter sentBytes, Counter receivedBytes) {

  static TcpSeries of(Stats scope) {
    return new TcpSeries(
        scope.counter("istio_tcp_connections_opened_total"),
        scope.counter("istio_tcp_connections_closed_total"),
        scope.counter("istio_tcp_sent_bytes_total"),
        scope.counter("istio_tcp_received_bytes_total"));
  }
}
