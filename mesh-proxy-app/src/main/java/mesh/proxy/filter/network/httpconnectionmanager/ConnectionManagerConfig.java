package mesh.proxy.filter.network.httpconnectionmanager;

import java.util.function.Supplier;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.filter.http.LocalReply;
import mesh.proxy.http.Headers;
import mesh.proxy.http.ServerConnection;
import mesh.proxy.http.h1.Http1Config;
import mesh.proxy.http.h1.Http1ServerConnection;
import mesh.proxy.http.h2.Http2Config;
import mesh.proxy.http.h2.Http2ServerConnection;
import mesh.proxy.http.h2.Http2Stats;
import mesh.proxy.route.Route;
import mesh.proxy.route.RouteTable;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.Span;
import mesh.proxy.tracing.TraceRoute;
import mesh.proxy.tracing.Tracer;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One connection manager, read and checked. Immutable; shared by all loops.
 *
 * @param codec how the HTTP version is chosen
 * @param routes the table of this moment
 * @param bufferLimit most body bytes kept for a filter
 */
record ConnectionManagerConfig(
    Codec codec,
    Http1Config http1Config,
    Http2Config http2Config,
    Http2Stats http2Stats,
    Supplier<RouteTable> routes,
    Clusters clusters,
    FilterChain filters,
    RequestRules requestRules,
    ResponseRules responseRules,
    Upgrades upgrades,
    LocalReplies replies,
    StreamTimeouts.Limits timeouts,
    ConnectionTimeouts.Limits connectionLimits,
    int bufferLimit,
    Expectations expectations,
    AccessLog accessLog,
    Tracer tracer,
    Runtime runtime,
    ConnectionManagerStats stats) {

  /** {@code codec_type}. */
  enum Codec {
    AUTO,
    HTTP1,
    HTTP2
  }

  /** Null if nobody traces. */
  @Nullable Span beginSpan(StreamInfo info, Headers head, @Nullable Route route) {
    return tracer == Tracer.NONE
        ? null
        : tracer.start(info, head, route == null ? TraceRoute.NONE : route.trace());
  }

  /**
   * True if a client that gets this is not heard again on the same HTTP/1 connection: it may not
   * have meant what was understood, or go on with what was not agreed on.
   */
  boolean closesAfter(LocalReply reply) {
    return reply.status() == 400 && !http1Config.streamErrors() || reply == Upgrades.REFUSED;
  }

  ServerConnection http1(
      ServerConnection.StreamFactory streams, Worker worker, ConnectionInfo info) {
    return new Http1ServerConnection(http1Config, streams, worker, info);
  }

  ServerConnection http2(
      ServerConnection.StreamFactory streams, Worker worker, ConnectionInfo info) {
    return new Http2ServerConnection(http2Config, http2Stats, streams, worker, info);
  }
}
