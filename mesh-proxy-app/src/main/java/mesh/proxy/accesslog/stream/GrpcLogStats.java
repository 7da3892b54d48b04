package mesh.proxy.accesslog.stream;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Stats;

/**
 * Envoy's {@code access_logs.grpc_access_log.*}.
 *
 * @param written entries that were taken to be sent
 * @param dropped entries that found no room
 */
record GrpcLogStats(Counter written, Counter dropped) {

  static GrpcLogStats of(Stats root) {
    Stats scope = root.scope("access_logs.grpc_access_log");
    return new GrpcLogStats(scope.counter("logs_written"), scope.counter("logs_dropped"));
  }
}
