package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import mesh.config.InvalidConfigException;
import mesh.proxy.file.FileWatch;
import mesh.proxy.xds.Clock;
import mesh.proxy.xds.ConfigSource;
import mesh.proxy.xds.ConfigSource.Origin;
import mesh.proxy.xds.ConfigSources;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Every source of configuration, each read once for all who want something of it. May be called on
 * any thread; subscribers are told on the configuration thread.
 */
public final class LiveSources implements ConfigSources {

  private final Executor thread;
  private final FileWatch watch;
  private final Clock clock;
  private final @Nullable Servers servers;
  private final Map<FileKey, Open<?>> files = new HashMap<>(); // confined to the thread
  private volatile @Nullable OwnSource<?> own; // null if this process makes nothing itself

  /**
   * No sources are open yet.
   *
   * @param thread runs one task after the other, those of {@code watch}, too
   * @param servers null if there is no management server
   */
  public LiveSources(Executor thread, FileWatch watch, Clock clock, @Nullable Servers servers) {
    this.thread = thread;
    this.watch = watch;
    this.clock = clock;
    this.servers = servers;
  }

  /** Says what this process makes itself; before anybody subscribes. */
  public void offer(OwnSource<?> source) {
    own = source;
  }

  /** One reading of one file. */
  private record FileKey(Origin.InFile origin, String typeUrl) {}

  /** A file that is watched. */
  private record Open<M extends Message>(
      FileSource<M> source, FileWatch.Registration registration) {}

  @Override
  public void check(ConfigSource source) {
    if (source.origin() instanceof Origin.InFile file) {
      check(file);
    } else if (servers == null) {
      throw new InvalidConfigException(
          "config_source_specifier", source.origin(), "path_config_source: no server is offered");
    } else {
      servers.check(source.origin());
    }
  }

  @Override
  public <M extends Message> Subscription subscribe(Request<M> request, Subscriber<M> subscriber) {
    OwnSource<M> offered = offered(request);
    if (offered == null) {
      check(request.source());
    }
    var watcher =
        new Watcher<>(
            request.name(),
            subscriber,
            new SubscriptionStats(request.scope(), request.name() == null),
            clock);
    if (offered != null) {
      thread.execute(() -> offered.add(request, watcher));
      return () -> {
        watcher.close();
        thread.execute(() -> offered.remove(watcher));
      };
    }
    if (request.source().origin() instanceof Origin.InFile file) {
      var key = new FileKey(file, request.type().typeUrl());
      thread.execute(() -> open(key, request.type(), watcher));
      return () -> {
        watcher.close();
        thread.execute(() -> leave(key, watcher));
      };
    }
    Servers asked = java.util.Objects.requireNonNull(servers);
    thread.execute(() -> asked.add(request, watcher));
    return () -> {
      watcher.close();
      thread.execute(() -> asked.remove(request, watcher));
    };
  }

  @SuppressWarnings("unchecked") // it offers one type
  private <M extends Message> @Nullable OwnSource<M> offered(Request<M> request) {
    OwnSource<?> source = own;
    return source != null && source.offers(request) ? (OwnSource<M>) source : null;
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
