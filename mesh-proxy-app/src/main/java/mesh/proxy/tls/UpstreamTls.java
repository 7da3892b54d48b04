package mesh.proxy.tls;

import io.netty.channel.Channel;
import java.util.List;
import mesh.proxy.connection.ConnectionInfo;
import org.jspecify.annotations.Nullable;

/** Begins handshakes with the hosts of one cluster. Shared by all loops. */
public interface UpstreamTls extends AutoCloseable {

  /**
   * Puts TLS in front of what else is in the pipeline; the handshake begins when the channel is
   * active.
   *
   * <p>When it is done, {@code info.tls()} is there, and then an {@link
   * io.netty.handler.ssl.SslHandshakeCompletionEvent} goes through the pipeline. When it failed,
   * {@code info.transportFailure()} says why, the event carries the cause, and the channel closes.
   * Call it on the channel's event loop.
   */
  void install(Channel channel, ConnectionInfo info, TlsTarget target);

  /**
   * The same, offering {@code protocols} where the configuration names none. Get it once, at load.
   *
   * @param protocols ALPN, preferred first: {@code h2}, {@code http/1.1}; empty offers none
   */
  UpstreamTls offering(List<String> protocols);

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
