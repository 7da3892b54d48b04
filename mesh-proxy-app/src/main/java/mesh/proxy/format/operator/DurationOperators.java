package mesh.proxy.format.operator;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import mesh.proxy.stream.StreamInfo;

/** Operators that print spans of time. */
final class DurationOperators {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** A point in time of a stream, {@link System#nanoTime()}; 0 until it happens. */
  @FunctionalInterface
  private interface Moment {

    long of(StreamInfo info);
  }

  private static final Map<String, Moment> MOMENTS = new TreeMap<>();

  static {
    MOMENTS.put("DS_RX_BEG", info -> info.startNanos);
    MOMENTS.put("DS_RX_END", info -> info.requestCompleteNanos);
    MOMENTS.put("US_CX_BEG", info -> info.upstreamConnectStartNanos);
    MOMENTS.put("US_CX_END", info -> info.upstreamConnectEndNanos);
    MOMENTS.put("US_HS_END", info -> info.upstreamHandshakeEndNanos);
    MOMENTS.put("US_TX_BEG", info -> info.firstUpstreamTxNanos);
    MOMENTS.put("US_TX_END", info -> info.lastUpstreamTxNanos);
    MOMENTS.put("US_RX_BEG", info -> info.firstUpstreamRxNanos);
    MOMENTS.put("US_RX_END", info -> info.lastUpstreamRxNanos);
    MOMENTS.put("DS_TX_BEG", info -> info.firstDownstreamTxNanos);
    MOMENTS.put("DS_TX_END", info -> info.lastDownstreamTxNanos);
    MOMENTS.put("DS_CX_BEG", info -> info.connection.startNanos());
    MOMENTS.put("DS_CX_END", info -> info.endNanos);
  }

  private DurationOperators() {}

  static void addTo(Map<String, Function<OperatorCall, Operator>> all) {
    Values.number(all, "DURATION", DurationOperators::total);
    Values.number(
        all, "REQUEST_DURATION", info -> millis(info.startNanos, info.requestCompleteNanos));
    Values.number(
        all, "REQUEST_TX_DURATION", info -> millis(info.startNanos, info.lastUpstreamTxNanos));
    Values.number(
        all, "RESPONSE_DURATION", info -> millis(info.startNanos, info.firstUpstreamRxNanos));
    Values.number(
        all,
        "RESPONSE_TX_DURATION",
        info -> millis(info.firstUpstreamRxNanos, info.lastDownstreamTxNanos));
    Values.number(
        all,
        "UPSTREAM_CONNECTION_POOL_READY_DURATION",
        info -> millis(info.upstreamRequestNanos, info.upstreamPoolReadyNanos));
    Values.number(
        all,
        "DOWNSTREAM_HANDSHAKE_DURATION",
        info -> millis(info.connection.startNanos(), info.connection.handshakeEndNanos()));
    Values.number(all, "ROUNDTRIP_DURATION", info -> Values.NONE); // QUIC's alone
    all.put("COMMON_DURATION", DurationOperators::between);
  }

  // Of a stream that is still going on: until now.
  private static long total(StreamInfo info) {
    return ((info.endNanos == 0 ? System.nanoTime() : info.endNanos) - info.startNanos)
        / NANOS_PER_MILLI;
  }

  private static long millis(long from, long to) {
    return from == 0 || to == 0 ? Values.NONE : (to - from) / NANOS_PER_MILLI;
  }

  private static Operator between(OperatorCall call) {
    call.requireNoLength();
    String[] parts = call.required("start:end:precision").split(":", -1);
    if (parts.length != 3) {
      throw call.wrong("(start:end:precision)");
    }
    Moment start = moment(call, parts[0]);
    Moment end = moment(call, parts[1]);
    long unit =
        switch (parts[2]) {
          case "ms" -> NANOS_PER_MILLI;
          case "us" -> NANOS_PER_MICRO;
          case "ns" -> 1;
          default -> throw call.wrong("a precision of ms, us or ns");
        };
    return (Values.Whole)
        info -> {
          long from = start.of(info);
          long to = end.of(info);
          return from == 0 || to == 0 ? Values.NONE : (to - from) / unit;
        };
  }

  private static Moment moment(OperatorCall call, String name) {
    Moment moment = MOMENTS.get(name);
    if (moment == null) {
      throw call.wrong("start and end among " + String.join(", ", MOMENTS.keySet()));
    }
    return moment;
  }
}
