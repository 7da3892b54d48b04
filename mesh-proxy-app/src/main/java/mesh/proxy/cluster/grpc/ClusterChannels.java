package mesh.proxy.cluster.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.InternalNettyChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import mesh.proxy.cluster.Cluster;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.h2.KeepaliveTimes;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.Transport;
import mesh.proxy.xds.ServerConfig;
import mesh.proxy.xds.source.ServerChannels;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host that the cluster chooses, with the cluster's TLS, connect timeout and
 * keepalive. For cold calls only.
 */
public final class ClusterChannels implements ServerChannels {

  private static final int MOST_BYTES = 512 << 20; // ten thousand clusters in one message
  private static final int WINDOW_BYTES = 1 << 20;

  private final Clusters clusters;
  private final EventLoop loop;
  private final Transport transport;
  private final Executor callbacks;

  /**
   * No connections yet.
   *
   * @param loop of the sockets
   * @param callbacks on which calls are answered, one task after the other
   */
  public ClusterChannels(
      Clusters clusters, EventLoop loop, Transport transport, Executor callbacks) {
    this.clusters = clusters;
    this.loop = loop;
    this.transport = transport;
    this.callbacks = callbacks;
  }

  @Override
  public @Nullable ManagedChannel open(ServerConfig.Target target) {
    Cluster cluster = clusters.get(target.cluster());
    Endpoint host = cluster == null ? null : cluster.choose(LbRequest.ANY);
    if (cluster == null || host == null) {
      return null;
    }
    SocketAddress address = transport.address(host.address());
    long connectMillis = cluster.config().connection().connectTimeout().toMillis();
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address)
            .eventLoopGroup(loop)
            .channelType(transport.channelTo(address))
            .executor(callbacks)
            .offloadExecutor(callbacks)
            .overrideAuthority(target.authority())
            .maxInboundMessageSize(MOST_BYTES)
            .initialFlowControlWindow(WINDOW_BYTES)
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) Math.min(Integer.MAX_VALUE, connectMillis));
    keepAlive(builder, cluster.config().http().http2().keepalive());
    UpstreamTls tls = cluster.tls(host);
    if (tls == null) {
      return builder.usePlaintext().build();
    }
    var negotiator = new ClusterTlsNegotiator(tls, host);
    InternalNettyChannelBuilder.setProtocolNegotiatorFactory(
        builder, (InternalNettyChannelBuilder.ProtocolNegotiatorFactory) () -> negotiator);
    return builder.build();
  }

  private static void keepAlive(NettyChannelBuilder builder, @Nullable KeepaliveTimes times) {
    if (times != null && times.intervalMillis() > 0) {
      builder
          .keepAliveTime(times.intervalMillis(), TimeUnit.MILLISECONDS)
          .keepAliveTimeout(times.timeoutMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
