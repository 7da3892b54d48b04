package mesh.proxy.tls.secret;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.proxy.tls.secret.SdsConfig.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live set of named secrets, each fetched once for all who use it. Called on cold threads only.
 */
public final class Secrets {

  private static final Logger log = LoggerFactory.getLogger(Secrets.class);

  private final Map<String, SecretConfig> bootstrap;
  private final FileWatch files;
  private final SecretFile reader;
  private final RemoteSecrets remote;
  private final Map<SdsConfig, Entry> entries = new HashMap<>(); // guarded by this

  /** Reads the secret of a name from a file. */
  @FunctionalInterface
  public interface SecretFile {

    /**
     * The file as it is now.
     *
     * @throws InvalidConfigException if it cannot be read or has no such secret
     */
    SecretConfig read(Path path, String name);
  }

  private static final class Entry {

    final List<Consumer<SecretConfig>> users = new CopyOnWriteArrayList<>();
    FileWatch.@Nullable Registration source;
    volatile @Nullable SecretConfig value;
  }

  /**
   * The live set.
   *
   * @param bootstrap {@code static_resources.secrets}
   */
  public Secrets(
      List<SecretConfig> bootstrap, FileWatch files, SecretFile reader, RemoteSecrets remote) {
    Map<String, SecretConfig> byName = new HashMap<>();
    for (int at = 0; at < bootstrap.size(); at++) {
      SecretConfig secret = bootstrap.get(at);
      if (byName.put(secret.name(), secret) != null) {
        throw new InvalidConfigException(
            "static_resources.secrets[" + at + "].name", secret.name(), "a name used once");
      }
    }
    this.bootstrap = Map.copyOf(byName);
    this.files = files;
    this.reader = reader;
    this.remote = remote;
  }

  /**
   * Tells the value of a secret, now if it is known, and whenever it changes.
   *
   * @throws InvalidConfigException if there can be no such secret
   */
  public FileWatch.Registration watch(SdsConfig sds, Consumer<SecretConfig> user) {
    if (sds.source() instanceof Source.Bootstrap) {
      SecretConfig secret = bootstrap.get(sds.name());
      if (secret == null) {
        throw new InvalidConfigException(
            "name", sds.name(), "a secret of static_resources.secrets");
      }
      user.accept(secret);
      return () -> {};
    }
    Entry entry = entry(sds, user);
    SecretConfig known = entry.value;
    if (known != null) {
      user.accept(known);
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

  private synchronized Entry entry(SdsConfig sds, Consumer<SecretConfig> user) {
    Entry entry = entries.get(sds);
    if (entry == null) {
      entry = new Entry();
      entry.source = begin(sds, entry);
      entries.put(sds, entry);
    }
    entry.users.add(user);
    return entry;
  }

  private synchronized void leave(SdsConfig sds, Entry entry, Consumer<SecretConfig> user) {
    if (entry.users.remove(user) && entry.users.isEmpty() && entries.remove(sds, entry)) {
      if (entry.source != null) {
        entry.source.close();
      }
    }
  }

  private FileWatch.Registration begin(SdsConfig sds, Entry entry) {
    return switch (sds.source()) {
      case Source.InFile(Path path) -> {
        read(path, sds.name(), entry);
        yield files.watch(List.of(path), () -> read(path, sds.name(), entry));
      }
      case Source.Server server -> remote.watch(sds, secret -> update(entry, secret));
      case Source.Bootstrap fixed -> () -> {};
    };
  }

  private void read(Path path, String name, Entry entry) {
    try {
      update(entry, reader.read(path, name));
    } catch (InvalidConfigException e) {
      log.atWarn()
          .addKeyValue("secret", name)
          .addKeyValue("file", path)
          .addKeyValue("fault", e.getMessage())
          .log(
              entry.value == null
                  ? "Secret not there yet"
                  : "New secret refused, the last one stays");
    }
  }

  private static void update(Entry entry, SecretConfig secret) {
    if (secret.equals(entry.value)) {
      return;
    }
    for (Consumer<SecretConfig> user : entry.users) {
      user.accept(secret); // may refuse it: then the last value stays
    }
    entry.value = secret;
  }
}
