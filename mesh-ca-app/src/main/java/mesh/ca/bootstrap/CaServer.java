package mesh.ca.bootstrap;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import mesh.ca.attest.mtls.ChainCheck;
import mesh.ca.authority.Authority;
import mesh.ca.authority.AuthorityCertificates;
import mesh.ca.csr.CallerConnection;
import mesh.ca.csr.CallerContext;
import mesh.ca.csr.CertificateService;
import mesh.ca.issue.Issuer;
import mesh.config.InvalidConfigException;
import mesh.identity.SpiffeId;
import mesh.identity.TrustDomain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Serves the signing call over TLS with a certificate of its own making, renewed in time. */
final class CaServer implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CaServer.class);
  private static final Duration LIFETIME = Duration.ofHours(24);
  private static final int LARGEST_REQUEST = 256 << 10;
  private static final long DRAIN_SECONDS = 5;

  private final CaProperties properties;
  private final Supplier<Authority> authority;
  private final AuthorityCertificates keys;
  private final Issuer issuer;
  private final CertificateService service;
  private final ScheduledExecutorService scheduler;
  private final InstantSource clock;
  private @Nullable Server server;
  private @Nullable ScheduledFuture<?> renewal;

  CaServer(
      CaProperties properties,
      Supplier<Authority> authority,
      AuthorityCertificates keys,
      Issuer issuer,
      CertificateService service,
      ScheduledExecutorService scheduler,
      InstantSource clock) {
    this.properties = properties;
    this.authority = authority;
    this.keys = keys;
    this.issuer = issuer;
    this.service = service;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** Where it listens. */
  int port() {
    return server == null ? 0 : server.getPort();
  }

  @Override
  public void start() {
    try {
      var own = new AdvancedTlsX509KeyManager();
      renew(own);
      // TLS makes sure that callers have their keys; CallerConnection looks at the certificates.
      var callers =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(Verification.INSECURELY_SKIP_ALL_VERIFICATION)
              .build();
      var chains = new ChainCheck(() -> authority.get().root(), clock);
      var credentials =
          TlsServerCredentials.newBuilder()
              .keyManager(own)
              .trustManager(callers)
              .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
              .build();
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(properties.address(), properties.port()), credentials)
              .maxInboundMessageSize(LARGEST_REQUEST)
              .addTransportFilter(new CallerConnection(chains))
              .intercept(new CallerContext())
              .addService(service)
              .build()
              .start();
      long half = LIFETIME.toSeconds() / 2;
      renewal =
          scheduler.scheduleWithFixedDelay(() -> renewOrLog(own), half, half, TimeUnit.SECONDS);
      log.atInfo().addKeyValue("port", port()).log("Authority is ready");
    } catch (IOException e) {
      throw new InvalidConfigException(
          "mesh.ca.port", properties.port(), "a free port on " + properties.address() + ": " + e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The authority's own certificate can be used", e);
    }
  }

  private void renewOrLog(AdvancedTlsX509KeyManager own) {
    try {
      renew(own);
    } catch (GeneralSecurityException | RuntimeException e) {
      log.atError().setCause(e).log("The authority's own certificate is not renewed");
    }
  }

  private void renew(AdvancedTlsX509KeyManager own) throws GeneralSecurityException {
    KeyPair key = keys.newKey();
    var identity =
        new SpiffeId(new TrustDomain(properties.trustDomain()), "istio-system", "mesh-ca");
    var issued = issuer.issue(key.getPublic(), identity, properties.names(), LIFETIME);
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(issued.parsed());
    chain.addAll(issued.by().chain());
    own.updateIdentityCredentials(chain.toArray(X509Certificate[]::new), key.getPrivate());
  }

  @Override
  public void stop() {
    if (renewal != null) {
      renewal.cancel(false);
      renewal = null;
    }
    Server stopped = server;
    if (stopped != null) {
      server = null;
      stopped.shutdown();
      try {
        if (!stopped.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
          stopped.shutdownNow();
        }
      } catch (InterruptedException e) {
        stopped.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
