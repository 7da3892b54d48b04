package mesh.proxy.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.file.FileWatch.Registration;
import mesh.proxy.tls.secret.CertificateConfig;
import mesh.proxy.tls.secret.Credential;
import mesh.proxy.tls.secret.SdsConfig;
import mesh.proxy.tls.secret.SecretConfig;
import mesh.proxy.tls.secret.SecretUser;
import mesh.proxy.tls.secret.TicketKeysConfig;
import mesh.proxy.tls.secret.ValidationConfig;
import mesh.proxy.xds.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads certificates, anchors and ticket keys, and loads them again when a file or a secret
 * changes. A change that cannot be loaded is logged, and the last good material stays. Called on
 * cold threads only.
 */
final class MaterialSource implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MaterialSource.class);

  private final TlsEnvironment environment;
  private final Wanted wanted;
  private final Consumer<Material> user;
  private final Map<SdsConfig, SecretConfig> secrets = new HashMap<>(); // guarded by this
  private final Set<SdsConfig> missing = ConcurrentHashMap.newKeySet(); // not to be waited for
  private final List<Subscription> subscriptions = new ArrayList<>();
  private @Nullable Registration files; // guarded by this
  private boolean started; // guarded by this

  /**
   * What is to be loaded.
   *
   * @param owner for the log: a listener or a cluster
   * @param tickets written in the configuration; else null
   * @param ticketSecret fetched by name; else null
   */
  record Wanted(
      String owner,
      TlsConfig common,
      @Nullable TicketKeysConfig tickets,
      @Nullable SdsConfig ticketSecret) {

    private List<SdsConfig> secrets() {
      List<SdsConfig> secrets = new ArrayList<>(common.certificateSecrets());
      if (common.validation().secret() != null) {
        secrets.add(common.validation().secret());
      }
      if (ticketSecret != null) {
        secrets.add(ticketSecret);
      }
      return secrets;
    }
  }

  /** Where each part is read. */
  private record Parts(
      List<CertificateConfig> certificates,
      ValidationConfig validation,
      @Nullable TicketKeysConfig tickets) {

    List<Path> files() {
      List<Path> files = new ArrayList<>(validation.files());
      certificates.forEach(certificate -> files.addAll(certificate.files()));
      if (tickets != null) {
        files.addAll(tickets.files());
      }
      return files;
    }
  }

  /**
   * A source.
   *
   * @param user told of each material, the first one before {@link #start} returns if all is there
   */
  MaterialSource(TlsEnvironment environment, Wanted wanted, Consumer<Material> user) {
    this.environment = environment;
    this.wanted = wanted;
    this.user = user;
  }

  /**
   * Loads, and begins to watch.
   *
   * @throws InvalidConfigException if what is there cannot be loaded
   */
  void start() {
    try {
      for (SdsConfig secret : wanted.secrets()) {
        subscriptions.add(environment.secrets().watch(secret, user(secret)));
      }
      synchronized (this) {
        started = true;
        reload();
      }
    } catch (InvalidConfigException e) {
      close();
      throw e;
    }
  }

  /** False while a secret is still to come that is worth waiting for. */
  synchronized boolean isSettled() {
    return wanted.secrets().stream()
        .allMatch(secret -> secrets.containsKey(secret) || missing.contains(secret));
  }

  private SecretUser user(SdsConfig secret) {
    return new SecretUser() {
      @Override
      public void take(SecretConfig value) {
        arrived(secret, value);
      }

      @Override
      public void unavailable() {
        missing.add(secret);
      }
    };
  }

  @Override
  public synchronized void close() {
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
    if (files != null) {
      files.close();
      files = null;
    }
    started = false;
  }

  private synchronized void arrived(SdsConfig secret, SecretConfig value) {
    SecretConfig before = secrets.put(secret, value);
    if (!started) {
      return;
    }
    try {
      reload();
    } catch (InvalidConfigException e) {
      if (before == null) {
        secrets.remove(secret);
      } else {
        secrets.put(secret, before);
      }
      throw e;
    }
  }

  private synchronized void filesChanged() {
    if (!started) {
      return;
    }
    try {
      reload();
      log.atInfo().addKeyValue("owner", wanted.owner()).log("Certificates loaded again");
    } catch (InvalidConfigException e) {
      log.atWarn()
          .addKeyValue("owner", wanted.owner())
          .addKeyValue("fault", e.getMessage())
          .log("Changed certificates refused, the last good ones stay");
    }
  }

  private void reload() {
    if (!secrets.keySet().containsAll(wanted.secrets())) {
      return; // not all there yet
    }
    Parts parts = parts();
    watch(parts.files());
    user.accept(load(parts));
  }

  private SecretConfig known(SdsConfig sds) {
    SecretConfig secret = secrets.get(sds);
    if (secret == null) {
      throw new IllegalStateException("Parts are read when all secrets are there: " + sds.name());
    }
    return secret;
  }

  private Parts parts() {
    TlsConfig common = wanted.common();
    List<CertificateConfig> certificates = new ArrayList<>(common.certificates());
    for (SdsConfig secret : common.certificateSecrets()) {
      certificates.add(known(secret).certificate());
    }
    SdsConfig validation = common.validation().secret();
    SdsConfig tickets = wanted.ticketSecret();
    return new Parts(
        certificates,
        common.validation().merged(validation == null ? null : secrets.get(validation)),
        tickets == null ? wanted.tickets() : known(tickets).ticketKeys());
  }

  private Material load(Parts parts) {
    List<Credential> credentials = new ArrayList<>();
    for (int at = 0; at < parts.certificates().size(); at++) {
      String field = "common_tls_context.tls_certificates[" + at + "]";
      credentials.add(ProtoValue.under(field, parts.certificates().get(at)::load));
    }
    ValidationConfig validation = parts.validation();
    return new Material(
        credentials,
        ProtoValue.under(
            "common_tls_context.validation_context", () -> environment.checks().of(validation)),
        validation.trusted() == null ? "" : validation.trusted().toString(),
        parts.tickets() == null
            ? null
            : ProtoValue.under("session_ticket_keys", parts.tickets()::load));
  }

  private void watch(List<Path> paths) {
    if (files != null) {
      files.close();
    }
    files = environment.files().watch(paths, this::filesChanged);
  }
}
