package mesh.proxy.filter.http;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ResetReason;
import mesh.proxy.route.Forward;
import mesh.proxy.route.Route;
import mesh.proxy.route.RouteTable;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.Span;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** A request as its filters see it, which notes what they do to it. */
public final class FakeStream implements StreamContext {

  private final FilterHost host;
  private final StreamInfo info;
  private final Headers head;
  private final @Nullable RouteTable routes;

  /** Answers given other than by a verdict. */
  public final List<LocalReply> replies = new ArrayList<>();

  /** Body bytes that wait at a paused filter. */
  public int waiting;

  /** How many bytes each {@link #passResponseData} let go on. */
  public final List<Integer> passed = new ArrayList<>();

  /** What {@link #limitCollectedRequest} set; 0 if nothing did. */
  public int collectedRequest;

  public int requestResumed;
  public int responseResumed;
  public int routeCacheCleared;

  /**
   * A request.
   *
   * @param routes null for a request without route
   */
  public FakeStream(
      FilterHost host, ConnectionInfo connection, Headers head, @Nullable RouteTable routes) {
    this.host = host;
    this.info = new StreamInfo(connection, 0, 0);
    this.info.requestHead = head;
    this.head = head;
    this.routes = routes;
  }

  @Override
  public StreamInfo info() {
    return info;
  }

  @Override
  public Worker worker() {
    return host.worker();
  }

  @Override
  public Headers requestHead() {
    return head;
  }

  @Override
  public @Nullable Route route() {
    Route found = routes == null ? null : routes.route(head, info, host.runtime, 0);
    info.routeMetadata = found == null ? Map.of() : found.metadata();
    info.noCluster();
    if (found != null && found.action() instanceof Forward forward) {
      Cluster cluster = host.clusters.get(forward.cluster().cluster(head));
      if (cluster != null) {
        info.cluster(cluster.name(), cluster.config().statName(), cluster.config().metadata());
      }
    }
    return found;
  }

  @Override
  public void clearRouteCache() {
    routeCacheCleared++;
  }

  @Override
  public @Nullable Object routeConfig(String filterName) {
    Route route = route();
    return route == null ? null : route.filterConfig(filterName);
  }

  @Override
  public @Nullable Span span() {
    return null;
  }

  @Override
  public long random() {
    return 0;
  }

  @Override
  public void resumeRequest() {
    requestResumed++;
  }

  @Override
  public void resumeResponse() {
    responseResumed++;
  }

  @Override
  public int passResponseData(int most) {
    int going = Math.min(most, waiting);
    waiting -= going;
    passed.add(going);
    return going;
  }

  @Override
  public void reply(LocalReply reply) {
    replies.add(reply);
  }

  @Override
  public int bufferLimit() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void limitCollectedRequest(int bytes) {
    collectedRequest = bytes;
  }

  @Override
  public boolean isDownstreamWritable() {
    return true;
  }

  // For terminal filters; none is tested with this.

  @Override
  public void respondInformational(Headers informational) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void respondHead(Headers response, boolean endStream) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void respondData(ByteBuf data, boolean endStream) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void respondTrailers(Headers trailers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void resetStream(ResetReason reason, String details) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void restart(Headers response, ByteBuf body) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void readRequest(boolean reading) {
    throw new UnsupportedOperationException();
  }
}
