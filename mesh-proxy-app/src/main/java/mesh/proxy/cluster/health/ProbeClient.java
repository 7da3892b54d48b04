package mesh.proxy.cluster.health;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicReference;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.tls.TlsTarget;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The client of one probe, with at most one connection. Confined to the control loop, but for the
 * channel.
 */
public final class ProbeClient {

  private final HttpClient client;
  private final ConnectionProvider connections;
  private final AtomicReference<@Nullable Channel> channel = new AtomicReference<>();

  /**
   * A client that speaks to one host alone.
   *
   * @param http2 true for HTTP/2 without upgrade
   */
  public ProbeClient(ProbeTarget target, ProbeContext context, boolean http2) {
    connections =
        context.reuseConnection()
            ? ConnectionProvider.create("health-check", 1)
            : ConnectionProvider.newConnection();
    client =
        HttpClient.create(connections)
            .runOn(context.loops())
            .remoteAddress(target::address)
            .protocol(http2 ? HttpProtocol.H2C : HttpProtocol.HTTP11)
            .disableRetry(true)
            .doOnChannelInit(
                (observer, opened, remote) -> {
                  channel.set(opened);
                  if (target.tls() != null) {
                    var info = new ConnectionInfo(target.address(), target.address());
                    target.tls().install(opened, info, TlsTarget.of(target.host().hostname()));
                  }
                });
  }

  public HttpClient http() {
    return client;
  }

  /** Closes the connection: it did not answer. */
  public void abandon() {
    Channel open = channel.get();
    if (open != null) {
      open.close();
    }
  }

  /** Closes the connection for good. */
  public void close() {
    abandon();
    connections.dispose();
  }
}
