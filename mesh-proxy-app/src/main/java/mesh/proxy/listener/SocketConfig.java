package mesh.proxy.listener;

import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the sockets of a listener are made. Immutable; a listener with an equal one keeps its
 * sockets.
 *
 * @param binds addresses; empty for a listener that only gets connections from others
 * @param perWorker each worker has a socket of its own on the same port
 * @param exactBalance the worker with the fewest connections of the listener gets the next one
 * @param backlog connections that wait to be accepted
 * @param acceptsPerEvent most connections accepted at once; 0 leaves it to the transport
 * @param freebind address need not be there; null leaves the option as it is, as the next one
 * @param transparent connections to other addresses are taken (TPROXY)
 * @param fastOpenQueue length of the TCP Fast Open queue; null leaves the option as it is
 * @param bufferBytes watermark of each connection
 */
record SocketConfig(
    List<BindConfig> binds,
    boolean perWorker,
    boolean exactBalance,
    int backlog,
    int acceptsPerEvent,
    @Nullable Boolean freebind,
    @Nullable Boolean transparent,
    @Nullable Integer fastOpenQueue,
    int bufferBytes) {

  private static final int USUAL_BACKLOG = 4096; // net.core.somaxconn of today's kernels

  SocketConfig {
    binds = List.copyOf(binds);
  }

  @SuppressWarnings("deprecation") // reuse_port is still in use
  static SocketConfig parse(Listener proto, List<BindConfig> binds, int bufferBytes) {
    boolean exact = proto.getConnectionBalanceConfig().hasExactBalance();
    return new SocketConfig(
        !proto.hasBindToPort() || proto.getBindToPort().getValue() ? binds : List.of(),
        !exact && (proto.hasEnableReusePort() ? proto.getEnableReusePort().getValue() : true),
        exact,
        proto.hasTcpBacklogSize() ? proto.getTcpBacklogSize().getValue() : USUAL_BACKLOG,
        proto.getMaxConnectionsToAcceptPerSocketEvent().getValue(),
        proto.hasFreebind() ? Boolean.valueOf(proto.getFreebind().getValue()) : null,
        proto.hasTransparent() ? Boolean.valueOf(proto.getTransparent().getValue()) : null,
        proto.hasTcpFastOpenQueueLength()
            ? Integer.valueOf(proto.getTcpFastOpenQueueLength().getValue())
            : null,
        bufferBytes);
  }
}
