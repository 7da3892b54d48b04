package mesh.proxy.accesslog.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.grpc.GrpcClient;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.Workers;

/**
 * All logs of the process that go to access log services. Shared by all threads.
 *
 * <p>Logs of the same settings are one, so that a listener that is replaced goes on with the stream
 * of the one before.
 */
public final class GrpcLogs implements AutoCloseable {

  private final Services services;
  private final Map<GrpcLogSettings, GrpcLog> logs = new ConcurrentHashMap<>();

  /**
   * What logs need of the proxy. Immutable.
   *
   * @param node the {@code Node} message that says who we are, encoded
   * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Services(
      byte[] node,
      Workers workers,
      GrpcClient client,
      GrpcLogStats stats,
      IntUnaryOperator randomBelow) {}

  /**
   * No logs yet.
   *
   * @param node the {@code Node} message that says who we are, encoded
   * @param stats root scope of the process
   * @param randomBelow maps a bound to a number in {@code [0, bound)}; safe on every loop
   */
  public GrpcLogs(
      byte[] node, Workers workers, GrpcClient client, Stats stats, IntUnaryOperator randomBelow) {
    this.services =
        new Services(node.clone(), workers, client, GrpcLogStats.of(stats), randomBelow);
  }

  /** The log of these settings. */
  public GrpcLog log(GrpcLogSettings settings) {
    return logs.computeIfAbsent(settings, unseen -> new GrpcLog(settings, services));
  }

  /** Sends what is collected; to be called before event loops end. */
  @Override
  public void close() {
    logs.values().forEach(GrpcLog::close);
  }
}
