package mesh.proxy.cluster.pool;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.http.ClientConnection;
import mesh.proxy.http.Protocol;
import mesh.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/** Makes the sockets and codecs of one cluster. Immutable; shared by all loops. */
interface ConnectionFactory {

  /**
   * Begins to connect, on the worker's loop. TLS, if the host wants it, is in the pipeline, and its
   * end is told there by an {@code SslHandshakeCompletionEvent}.
   *
   * @param protocol offered by ALPN; null offers both
   * @param opened told of the channel before it connects
   */
  Future<Void> connect(Endpoint host, Worker worker, @Nullable Protocol protocol, Opened opened);

  /** True if a connection to that host is usable only after a handshake. */
  boolean isTls(Endpoint host);

  /**
   * Puts the codec into the pipeline of a connection that stands.
   *
   * @param protocol null if ALPN decides
   */
  ClientConnection install(
      Channel channel,
      @Nullable Protocol protocol,
      ConnectionInfo info,
      Worker worker,
      ClientConnection.Listener to);

  /** Takes the facts of a new channel. */
  @FunctionalInterface
  interface Opened {

    void onOpened(Channel channel, ConnectionInfo info);
  }
}
