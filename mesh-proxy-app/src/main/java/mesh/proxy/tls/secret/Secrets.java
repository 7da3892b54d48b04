package mesh.proxy.tls.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.stats.Stats;
import mesh.proxy.xds.ConfigSource;
import mesh.proxy.xds.ConfigSources;
import mesh.proxy.xds.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The live set of named secrets, each fetched once for all who use it. Called on cold threads only.
 */
public final class Secrets {

  private final Map<String, SecretConfig> bootstrap;
  private final ConfigSources sources;
  private final Stats stats;
  private final Map<SdsConfig, Entry> entries = new HashMap<>(); // guarded by this

  /**
   * The live set.
   *
   * @param bootstrap {@code static_resources.secrets}
   * @param stats root scope of the process
   */
  public Secrets(List<SecretConfig> bootstrap, ConfigSources sources, Stats stats) {
    Map<String, SecretConfig> byName = new HashMap<>();
    for (int at = 0; at < bootstrap.size(); at++) {
      SecretConfig secret = bootstrap.get(at);
      if (byName.put(secret.name(), secret) != null) {
        throw new InvalidConfigException(
            "static_resources.secrets[" + at + "].name", secret.name(), "a name used once");
      }
    }
    this.bootstrap = Map.copyOf(byName);
    this.sources = sources;
    this.stats = stats;
  }

  /**
   * Tells the value of a secret, now if it is known, and whenever it changes.
   *
   * @throws InvalidConfigException if there can be no such secret
   */
  public Subscription watch(SdsConfig sds, SecretUser user) {
    ConfigSource source = sds.source();
    if (source == null) {
      SecretConfig secret = bootstrap.get(sds.name());
      if (secret == null) {
        throw new InvalidConfigException(
            "name", sds.name(), "a secret of static_resources.secrets");
      }
      user.take(secret);
      return () -> {};
    }
    Entry entry = entry(sds, source, user);
    SecretConfig known = entry.value;
    if (known != null) {
      user.take(known);
    } else if (entry.isUnavailable) {
      user.unavailable();
    }
    return () -> leave(sds, entry, user);
  }

  /** Secrets known at this moment, for the configuration dump. */
  public synchronized List<SecretConfig> known() {
    List<SecretConfig> known = new ArrayList<>(bootstrap.values());
    for (Entry entry : entries.values()) {
      if (entry.value != null) {
        known.add(entry.value);
      }
    }
    return known;
  }

  /** Names of secrets that were asked for and have not come yet. */
  public synchronized List<String> awaited() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().value == null)
        .map(entry -> entry.getKey().name())
        .toList();
  }

  private synchronized Entry entry(SdsConfig sds, ConfigSource source, SecretUser user) {
    Entry entry = entries.get(sds);
    if (entry == null) {
      entry = new Entry();
      var request =
          new ConfigSources.Request<>(
              source, SecretResource.TYPE, sds.name(), stats.scope("sds").scope(sds.name()));
      var resource = new SecretResource(entry);
      entry.source = ProtoValue.under("sds_config", () -> sources.subscribe(request, resource));
      entries.put(sds, entry);
    }
    entry.users.add(user);
    return entry;
  }

  private synchronized void leave(SdsConfig sds, Entry entry, SecretUser user) {
    if (entry.users.remove(user) && entry.users.isEmpty() && entries.remove(sds, entry)) {
      if (entry.source != null) {
        entry.source.close();
      }
    }
  }

  /** One secret and all who use it. */
  private static final class Entry implements SecretUser {

    final List<SecretUser> users = new CopyOnWriteArrayList<>();
    @Nullable Subscription source;
    volatile @Nullable SecretConfig value;
    volatile boolean isUnavailable;

    @Override
    public void take(SecretConfig secret) {
      if (secret.equals(value)) {
        return;
      }
      for (SecretUser user : users) {
        user.take(secret); // may refuse it: then the last value stays
      }
      value = secret;
    }

    @Override
    public void unavailable() {
      isUnavailable = true;
      users.forEach(SecretUser::unavailable);
    }
  }
}
