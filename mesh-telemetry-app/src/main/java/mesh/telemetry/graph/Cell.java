package mesh.telemetry.graph;

import mesh.telemetry.attribute.Call;
import mesh.telemetry.attribute.Call.Protocol;

/** What happened on an edge in one bucket of time, or in several. Confined to its owner. */
final class Cell {

  private static final int CLASSES = 6; // none, 1xx..5xx

  private final Latencies latencies = new Latencies();
  private final long[] classes = new long[CLASSES];
  private long calls;
  private long failed;
  private long refused;
  private long mutualTls;
  private long requestBytes;
  private long responseBytes;

  void add(Call call) {
    calls++;
    failed += call.isFailed() ? 1 : 0;
    refused += call.isRefused() ? 1 : 0;
    mutualTls += call.isMutualTls() ? 1 : 0;
    requestBytes += call.outcome().requestBytes();
    responseBytes += call.outcome().responseBytes();
    if (call.protocol() != Protocol.TCP) {
      classes[Math.min(call.outcome().code() / 100, CLASSES - 1)]++;
    }
    latencies.add(call.outcome().micros());
  }

  void addAll(Cell other) {
    calls += other.calls;
    failed += other.failed;
    refused += other.refused;
    mutualTls += other.mutualTls;
    requestBytes += other.requestBytes;
    responseBytes += other.responseBytes;
    for (int i = 0; i < CLASSES; i++) {
      classes[i] += other.classes[i];
    }
    latencies.addAll(other.latencies);
  }

  long calls() {
    return calls;
  }

  long failed() {
    return failed;
  }

  long refused() {
    return refused;
  }

  /** Milliseconds that 99 % of the calls took at most. */
  double p99() {
    return latencies.quantile(0.99) / 1000.0;
  }

  /** The same as figures for one who looks at it. */
  Signals signals(long seconds) {
    return new Signals(
        calls,
        (double) calls / seconds,
        share(failed),
        share(refused),
        latencies.quantile(0.5) / 1000.0,
        latencies.quantile(0.9) / 1000.0,
        p99(),
        requestBytes,
        responseBytes,
        share(mutualTls),
        new Signals.Codes(classes[0], classes[1], classes[2], classes[3], classes[4], classes[5]));
  }

  private double share(long part) {
    return calls == 0 ? 0 : (double) part / calls;
  }
}
