package mesh.proxy.workload;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/**
 * Calls between two workloads for one service: a set of metrics for each outcome. Shared by all
 * loops.
 *
 * <p>Nearly all requests end alike, so the last outcome is looked at first: that is three
 * comparisons, and no text is built.
 */
public final class Edge {

  /** How a request ended; flags by their bits. */
  private record Outcome(int status, int grpcStatus, long flags) {}

  private static final int NO_GRPC = -1;
  private static final String NO_FLAG = "-";

  private final ServiceMetrics metrics;
  private final List<Tag> labels;
  private final ConcurrentHashMap<Outcome, HttpSeries> http = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, TcpSeries> tcp = new ConcurrentHashMap<>();
  private volatile @Nullable HttpSeries last;

  Edge(ServiceMetrics metrics, List<Tag> labels) {
    this.metrics = metrics;
    this.labels = labels;
  }

  /**
   * The metrics of a request that is over.
   *
   * @param grpcStatus negative if there is none
   * @return null if there are too many already
   */
  public @Nullable HttpSeries http(StreamInfo info, int grpcStatus) {
    HttpSeries usual = last;
    if (usual != null && usual.fits(info.responseCode, grpcStatus, info.flags())) {
      return usual;
    }
    var outcome = new Outcome(info.responseCode, grpcStatus, info.flags());
    HttpSeries found = http.get(outcome);
    if (found == null) {
      found = http.computeIfAbsent(outcome, fresh -> newHttp(fresh, info));
    }
    if (found != null) {
      last = found;
    }
    return found;
  }

  /**
   * The metrics of a connection.
   *
   * @return null if there are too many already
   */
  public @Nullable TcpSeries tcp(StreamInfo info) {
    return tcp.computeIfAbsent(info.flags(), fresh -> newTcp(info));
  }

  private @Nullable HttpSeries newHttp(Outcome outcome, StreamInfo info) {
    String grpc = outcome.grpcStatus() <= NO_GRPC ? "" : String.valueOf(outcome.grpcStatus());
    Stats scope =
        metrics.series(
            labels,
            List.of(
                new Tag("response_code", String.valueOf(outcome.status())),
                new Tag("grpc_response_status", grpc),
                new Tag("response_flags", flags(info))));
    return scope == null
        ? null
        : HttpSeries.of(scope, outcome.status(), outcome.grpcStatus(), outcome.flags());
  }

  private @Nullable TcpSeries newTcp(StreamInfo info) {
    Stats scope = metrics.series(labels, List.of(new Tag("response_flags", flags(info))));
    return scope == null ? null : TcpSeries.of(scope);
  }

  private static String flags(StreamInfo info) {
    if (info.flagCount() == 0) {
      return NO_FLAG;
    }
    var text = new StringBuilder();
    for (int at = 0; at < info.flagCount(); at++) {
      text.append(at == 0 ? "" : ",").append(info.flagAt(at).code());
    }
    return text.toString();
  }
}
