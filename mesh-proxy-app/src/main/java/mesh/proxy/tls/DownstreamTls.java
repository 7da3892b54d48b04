package mesh.proxy.tls;

import io.netty.channel.Channel;
import mesh.proxy.connection.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/** Answers handshakes of clients with the certificates of this moment. Shared by all loops. */
public interface DownstreamTls extends AutoCloseable {

  /**
   * Puts TLS in front of what else is in the pipeline.
   *
   * <p>When the handshake is done, {@code info.tls()} is there, and then an {@link
   * io.netty.handler.ssl.SslHandshakeCompletionEvent} goes through the pipeline. When it failed,
   * {@code info.transportFailure()} says why, the event carries the cause, and the channel closes.
   * Call it on the channel's event loop.
   */
  void install(Channel channel, ConnectionInfo info);

  /** False until every certificate is there; handshakes fail before. */
  boolean isReady();

  /** False while a secret is still to come that is worth waiting for. */
  boolean isSettled();

  /** What it serves with now; null until it is ready. */
  @Nullable CertificatesInUse certificates();

  /** Ends the watch over files and secrets; handshakes still work. Idempotent. */
  @Override
  void close();
}
