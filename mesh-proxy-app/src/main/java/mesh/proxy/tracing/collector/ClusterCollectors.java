package mesh.proxy.tracing.collector;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.tls.TlsTarget;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.tracing.CollectorClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Posts over HTTP/1.1 to a host that the cluster chooses, with the cluster's TLS. Shared by all
 * threads; blocks.
 */
public final class ClusterCollectors implements CollectorClient {

  private final Clusters clusters;
  private final LoopResources loops;
  private final ConnectionProvider connections;

  /**
   * @param connections kept alive between reports; the owner closes it
   */
  public ClusterCollectors(Clusters clusters, LoopResources loops, ConnectionProvider connections) {
    this.clusters = clusters;
    this.loops = loops;
    this.connections = connections;
  }

  @Override
  public int post(Report report, long timeoutMillis) throws IOException {
    Cluster cluster = clusters.get(report.cluster());
    Endpoint host = cluster == null ? null : cluster.choose(LbRequest.ANY);
    if (cluster == null || host == null) {
      return NO_CLUSTER;
    }
    Duration timeout = Duration.ofMillis(timeoutMillis);
    try {
      Integer status =
          client(cluster, host)
              .headers(
                  headers ->
                      headers
                          .set(HttpHeaderNames.HOST, report.authority())
                          .set(HttpHeaderNames.CONTENT_TYPE, report.contentType())
                          .set(HttpHeaderNames.CONTENT_LENGTH, report.body().length))
              .responseTimeout(timeout)
              .post()
              .uri(report.path())
              .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(report.body())))
              .response()
              .map(response -> response.status().code())
              .block(timeout);
      return status == null ? NO_CLUSTER : status;
    } catch (RuntimeException e) { // Reactor wraps what went wrong, timeouts included
      throw new IOException("No answer from " + host + " of " + report.cluster(), e);
    }
  }

  private HttpClient client(Cluster cluster, Endpoint host) {
    UpstreamTls tls = cluster.tls(host);
    HttpClient client =
        HttpClient.create(connections)
            .runOn(loops)
            .followRedirect(false)
            .remoteAddress(host::address);
    return tls == null
        ? client
        : client.doOnChannelInit((observer, channel, remote) -> secure(channel, remote, tls, host));
  }

  private static void secure(
      Channel channel, @Nullable SocketAddress remote, UpstreamTls tls, Endpoint host) {
    SocketAddress peer = remote == null ? host.address() : remote;
    tls.install(channel, new ConnectionInfo(peer, peer), TlsTarget.of(host.hostname()));
  }
}
