package mesh.telemetry.graph;

/**
 * Rate, errors and latency in a window of time. Immutable.
 *
 * @param requests calls, or connections
 * @param errorRatio share that failed, 0..1
 * @param refusedRatio share that got 4xx, 0..1
 * @param p50 milliseconds
 * @param p90 milliseconds
 * @param p99 milliseconds
 * @param requestBytes sum
 * @param responseBytes sum
 * @param mutualTlsRatio share whose client showed a certificate, 0..1
 */
public record Signals(
    long requests,
    double perSecond,
    double errorRatio,
    double refusedRatio,
    double p50,
    double p90,
    double p99,
    long requestBytes,
    long responseBytes,
    double mutualTlsRatio,
    Codes codes) {

  /** How many responses of each class; {@code none} is no response. */
  public record Codes(long none, long c1xx, long c2xx, long c3xx, long c4xx, long c5xx) {}
}
