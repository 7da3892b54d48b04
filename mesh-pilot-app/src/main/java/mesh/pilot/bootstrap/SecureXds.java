package mesh.pilot.bootstrap;

import mesh.identity.client.IdentityClient;
import mesh.identity.client.IdentitySettings;
import mesh.identity.client.IdentityStatus;
import mesh.pilot.serve.ads.AdsService;
import mesh.pilot.serve.secure.OwnNamespace;
import mesh.pilot.serve.secure.SecureServer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/** The secure port with the application: on if an authority is named. */
final class SecureXds implements SmartLifecycle, HealthIndicator {

  private static final int AFTER_SOURCES = 1;

  private final PilotProperties properties;
  private final AdsService ads;
  private volatile @Nullable IdentityClient client;
  private volatile @Nullable SecureServer server;

  SecureXds(PilotProperties properties, AdsService ads) {
    this.properties = properties;
    this.ads = ads;
  }

  /** Where it listens; 0 while it does not. */
  int port() {
    SecureServer serving = server;
    return serving == null ? 0 : serving.port();
  }

  @Override
  public void start() {
    IdentitySettings settings = properties.identity().settings("mesh.pilot.identity");
    if (settings == null) {
      return;
    }
    var made =
        new SecureServer(properties.securePort(), ads, new OwnNamespace(properties.trustDomain()));
    made.requireFreePort();
    IdentityClient asking = IdentityClient.of(settings);
    asking.listen(made);
    asking.start();
    server = made;
    client = asking;
  }

  @Override
  public void stop() {
    IdentityClient asking = client;
    SecureServer serving = server;
    client = null;
    server = null;
    if (asking != null) {
      asking.close();
    }
    if (serving != null) {
      serving.close();
    }
  }

  @Override
  public boolean isRunning() {
    return client != null;
  }

  @Override
  public int getPhase() {
    return AFTER_SOURCES;
  }

  @Override
  public Health health() {
    IdentityClient asking = client;
    if (asking == null) {
      return Health.unknown()
          .withDetail("reason", "mesh.pilot.identity.ca-address is not set")
          .build();
    }
    IdentityStatus status = asking.status();
    var health = port() == 0 ? Health.down() : Health.up();
    health.withDetail("port", port()).withDetail("nextRenewal", status.nextAttempt().toString());
    if (status.identity() != null) {
      health.withDetail("identity", status.identity().toString());
    }
    if (status.failure() != null) {
      health.withDetail("lastFailure", status.failure());
    }
    return health.build();
  }
}
