package mesh.pilot.serve.secure;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import mesh.config.InvalidConfigException;
import mesh.identity.client.Identity;
import mesh.identity.client.IdentityListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves proxies that show a certificate of the mesh, from the moment on when there is one to show
 * to them; new connections have the newest. Shared by all threads.
 */
public final class SecureServer implements IdentityListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SecureServer.class);
  private static final long DRAIN_SECONDS = 1; // streams do not end by themselves
  private static final long MOST_OFTEN_SECONDS = 10; // that a proxy may ask whether we live

  private final int port;
  private final BindableService service;
  private final OwnNamespace check;
  private final AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
  private @Nullable AdvancedTlsX509TrustManager callers; // guarded by this
  private @Nullable Server server; // guarded by this
  private boolean isClosed; // guarded by this

  /**
   * Waits for a certificate.
   *
   * @param port 0 is any
   * @param check who may have what
   */
  public SecureServer(int port, BindableService service, OwnNamespace check) {
    this.port = port;
    this.service = service;
    this.check = check;
  }

  /**
   * Says at once what would fail when the certificate comes.
   *
   * @throws InvalidConfigException if somebody else has the port
   */
  public void requireFreePort() {
    try (var probe = new ServerSocket(port)) {
      log.atDebug().addKeyValue("port", probe.getLocalPort()).log("Port is free");
    } catch (IOException e) {
      throw taken(e);
    }
  }

  /** Where it listens; 0 while it waits. */
  public synchronized int port() {
    return server == null ? 0 : server.getPort();
  }

  @Override
  public synchronized void renewed(Identity identity) {
    if (isClosed) {
      return;
    }
    try {
      own.updateIdentityCredentials(
          identity.chain().toArray(X509Certificate[]::new), identity.key());
      var trust = callers == null ? AdvancedTlsX509TrustManager.newBuilder().build() : callers;
      trust.updateTrustCredentials(identity.roots().toArray(X509Certificate[]::new));
      callers = trust;
      if (server == null) {
        server = start(trust);
        log.atInfo()
            .addKeyValue("port", server.getPort())
            .addKeyValue("identity", identity.id())
            .log("xDS with mutual TLS is ready");
      }
    } catch (IOException e) {
      throw taken(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate that was checked can be used", e);
    }
  }

  private Server start(AdvancedTlsX509TrustManager trust) throws IOException {
    var credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(own)
            .trustManager(trust)
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build();
    return Grpc.newServerBuilderForPort(port, credentials)
        .addService(ServerInterceptors.intercept(service, check))
        .permitKeepAliveTime(MOST_OFTEN_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .build()
        .start();
  }

  private InvalidConfigException taken(IOException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return new InvalidConfigException(
        "mesh.pilot.secure-port", port, "a free port: " + reason.getMessage());
  }

  @Override
  public void close() {
    Server ending;
    synchronized (this) {
      isClosed = true;
      ending = server;
      server = null;
    }
    if (ending == null) {
      return;
    }
    ending.shutdown();
    try {
      if (!ending.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        ending.shutdownNow();
      }
    } catch (InterruptedException e) {
      ending.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
