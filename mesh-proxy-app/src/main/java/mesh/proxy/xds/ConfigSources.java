package mesh.proxy.xds;

import com.google.protobuf.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import mesh.config.InvalidConfigException;
import mesh.proxy.file.FileWatch;
import mesh.proxy.stats.Stats;
import mesh.proxy.xds.ConfigSource.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Every source of configuration, each read once for all who want something of it. May be called on
 * any thread; subscribers are told on the configuration thread.
 */
public final class ConfigSources {

  private final Executor thread;
  private final FileWatch watch;
  private final Clock clock;
  private final Map<FileKey, Open<?>> files = new HashMap<>(); // confined to the thread

  /**
   * No sources are open yet.
   *
   * @param thread runs one task after the other, those of {@code watch}, too
   */
  public ConfigSources(Executor thread, FileWatch watch, Clock clock) {
    this.thread = thread;
    this.watch = watch;
    this.clock = clock;
  }

  /** One reading of one file. */
  private record FileKey(Origin.InFile origin, String typeUrl) {}

  /** A file that is watched. */
  private record Open<M extends Message>(
      FileSource<M> source, FileWatch.Registration registration) {}

  /**
   * What is wanted.
   *
   * @param name the one resource; null for all of the type
   * @param scope of the statistics, such as {@code listener_manager.lds.}
   */
  public record Request<M extends Message>(
      ConfigSource source, ResourceType<M> type, @Nullable String name, Stats scope) {}

  /**
   * Refuses a source that cannot be used.
   *
   * @throws InvalidConfigException fields relative to the {@code ConfigSource}
   */
  public void check(ConfigSource source) {
    switch (source.origin()) {
      case Origin.InFile file -> check(file);
      case Origin.Aggregated ads ->
          throw new InvalidConfigException(
              "ads", "{}", "path_config_source: there is no management server");
      case Origin.Server server ->
          throw new InvalidConfigException(
              "api_config_source",
              server.proto().getApiType(),
              "path_config_source: there is no management server");
    }
  }

  /** Tells a subscriber of what there is, and of changes, until the subscription is closed. */
  public <M extends Message> Subscription subscribe(Request<M> request, Subscriber<M> subscriber) {
    check(request.source());
    var watcher =
        new Watcher<>(
            request.name(),
            subscriber,
            new SubscriptionStats(request.scope(), request.name() == null),
            clock);
    return switch (request.source().origin()) {
      case Origin.InFile file -> {
        var key = new FileKey(file, request.type().typeUrl());
        thread.execute(() -> open(key, request.type(), watcher));
        yield () -> {
          watcher.close();
          thread.execute(() -> leave(key, watcher));
        };
      }
      case Origin.Aggregated ads -> () -> {};
      case Origin.Server server -> () -> {};
    };
  }

  private <M extends Message> void open(FileKey key, ResourceType<M> type, Watcher<M> watcher) {
    if (watcher.isClosed()) {
      return;
    }
    @SuppressWarnings("unchecked") // the key has the type's URL
    Open<M> known = (Open<M>) files.get(key);
    if (known != null) {
      known.source().add(watcher);
      return;
    }
    var source = new FileSource<>(key.origin().path(), type);
    Path directory = key.origin().directory();
    List<Path> paths =
        directory == null ? List.of(key.origin().path()) : List.of(key.origin().path(), directory);
    files.put(key, new Open<>(source, watch.watch(paths, source::read)));
    source.add(watcher);
    source.read();
  }

  private <M extends Message> void leave(FileKey key, Watcher<M> watcher) {
    @SuppressWarnings("unchecked") // as above
    Open<M> open = (Open<M>) files.get(key);
    if (open != null) {
      open.source().remove(watcher);
      if (!open.source().isWatched()) {
        files.remove(key);
        open.registration().close();
      }
    }
  }

  private static void check(Origin.InFile file) {
    if (!Files.exists(file.path())) {
      throw new InvalidConfigException(
          "path_config_source.path", file.path(), "a file that exists");
    }
    Path directory = file.directory();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new InvalidConfigException(
          "path_config_source.watched_directory.path", directory, "a folder that exists");
    }
  }
}
