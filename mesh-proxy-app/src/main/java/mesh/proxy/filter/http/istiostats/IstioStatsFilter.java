package mesh.proxy.filter.http.istiostats;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.HttpFilter;
import mesh.proxy.filter.http.StreamContext;
import mesh.proxy.http.HeaderNames;
import mesh.proxy.http.Headers;
import mesh.proxy.stream.GrpcStatuses;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.workload.Edge;
import mesh.proxy.workload.HttpSeries;
import mesh.proxy.workload.Reporter;
import mesh.proxy.workload.ServiceMetrics;
import mesh.proxy.workload.ServiceMetricsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Counts each request at its end. Stateless, so all streams share one; what is the same for the
 * requests of a connection is kept with the connection.
 */
final class IstioStatsFilter implements HttpFilter {

  private static final String GRPC = "application/grpc";
  private static final int NO_GRPC_STATUS = -1;

  private final ServiceMetricsConfig config;
  private final Reporter reporter;
  private final ServiceMetrics metrics;

  /**
   * Who was found for a request of a connection; it holds for others with the same facts.
   *
   * @param peer compared by identity: it is the same object as long as it is the same peer
   * @param host null if it did not matter
   * @param edge null if there are too many
   */
  private record Known(
      @Nullable Object peer,
      Map<String, Map<String, Object>> cluster,
      String clusterName,
      String routeName,
      @Nullable String host,
      boolean isGrpc,
      @Nullable Edge edge) {}

  IstioStatsFilter(ServiceMetricsConfig config, Reporter reporter, ServiceMetrics metrics) {
    this.config = config;
    this.reporter = reporter;
    this.metrics = metrics;
  }

  @Override
  public void onStreamEnd(StreamContext stream) {
    StreamInfo info = stream.info();
    Headers request = stream.requestHead();
    boolean isGrpc = isGrpc(request);
    Edge edge = edge(info, request, isGrpc);
    HttpSeries series =
        edge == null ? null : edge.http(info, isGrpc ? GrpcStatuses.of(info) : NO_GRPC_STATUS);
    if (series == null) {
      metrics.drop();
      return;
    }
    series.requests().increment();
    series.durationMillis().record(TimeUnit.NANOSECONDS.toMillis(info.endNanos - info.startNanos));
    series.requestBytes().record(info.requestHeaderBytes + info.bytesReceived);
    series.responseBytes().record(info.responseHeaderBytes + info.bytesSent);
  }

  private @Nullable Edge edge(StreamInfo info, Headers request, boolean isGrpc) {
    ConnectionInfo keeper =
        reporter == Reporter.DESTINATION ? info.connection : info.upstreamConnection;
    Object peer = peer(info);
    String host = config.usesHost() ? request.get(HeaderNames.AUTHORITY) : null;
    if (keeper != null
        && keeper.filterState(this) instanceof Known known
        && known.peer() == peer
        && known.cluster() == info.clusterMetadata
        && known.isGrpc() == isGrpc
        && known.clusterName().equals(info.upstreamClusterName)
        && known.routeName().equals(info.routeName)
        && Objects.equals(known.host(), host)) {
      return known.edge();
    }
    Edge edge = metrics.edge(info, reporter, host, isGrpc ? "grpc" : "http");
    if (keeper != null) {
      keeper.filterState(
          this,
          new Known(
              peer,
              info.clusterMetadata,
              info.upstreamClusterName,
              info.routeName,
              host,
              isGrpc,
              edge));
    }
    return edge;
  }

  private @Nullable Object peer(StreamInfo info) {
    Object told = info.filterState(reporter.peerState());
    if (told != null || reporter == Reporter.DESTINATION) {
      return told;
    }
    return info.upstreamHost == null ? null : info.upstreamHost.metadata();
  }

  private static boolean isGrpc(Headers request) {
    String type = request.get(HeaderNames.CONTENT_TYPE);
    return type != null
        && type.startsWith(GRPC)
        && (type.length() == GRPC.length() || type.charAt(GRPC.length()) == '+');
  }
}
