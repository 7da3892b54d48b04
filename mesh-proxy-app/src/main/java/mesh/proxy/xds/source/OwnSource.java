package mesh.proxy.xds.source;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.xds.ConfigSource.Origin;
import mesh.proxy.xds.ConfigSources.Request;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.ServerConfig;
import mesh.proxy.xds.Update;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources that this process makes itself, for who asks the cluster of a local agent for them.
 * Confined to the configuration thread, but for {@link #publish}.
 */
public final class OwnSource<M extends Message> {

  private static final Logger log = LoggerFactory.getLogger(OwnSource.class);

  private final String cluster;
  private final ResourceType<M> type;
  private final Set<String> names;
  private final ScheduledExecutorService thread;
  private final Map<String, Resource<M>> latest = new HashMap<>();
  private final List<Watcher<M>> watchers = new ArrayList<>();

  /**
   * Nothing is there yet.
   *
   * @param cluster that sources name
   * @param names of the resources that will come
   * @param thread the configuration thread
   */
  public OwnSource(
      String cluster, ResourceType<M> type, Set<String> names, ScheduledExecutorService thread) {
    this.cluster = cluster;
    this.type = type;
    this.names = Set.copyOf(names);
    this.thread = thread;
  }

  /** This is the resource from now on; on any thread. */
  public void publish(M message, String version) {
    if (thread.isShutdown()) {
      return;
    }
    var resource =
        new Resource<>(0, type.name().apply(message), version, Any.pack(message), message);
    thread.execute(() -> take(resource));
  }

  /** True if somebody asks for something of this source. */
  boolean offers(Request<?> request) {
    String name = request.name();
    return name != null
        && names.contains(name)
        && request.type().typeUrl().equals(type.typeUrl())
        && request.source().origin() instanceof Origin.Server server
        && cluster.equals(target(server));
  }

  private static @Nullable String target(Origin.Server server) {
    ServerConfig config =
        ProtoValue.under("api_config_source", () -> ServerConfig.parse(server.proto()));
    return config.targets().getFirst().cluster();
  }

  /** Adds somebody for whom {@link #offers} holds. */
  void add(Request<M> request, Watcher<M> watcher) {
    if (watcher.isClosed()) {
      return;
    }
    watchers.add(watcher);
    watcher.stats().attempted();
    Resource<M> known = latest.get(watcher.name());
    long patience = request.source().fetchTimeout().toMillis();
    if (known != null) {
      hand(watcher, known);
    } else if (patience > 0 && !thread.isShutdown()) {
      thread.schedule(watcher::timeOut, patience, TimeUnit.MILLISECONDS);
    }
  }

  void remove(Watcher<M> watcher) {
    watchers.remove(watcher);
  }

  private void take(Resource<M> resource) {
    Resource<M> before = latest.put(resource.name(), resource);
    if (before != null && before.body().equals(resource.body())) {
      return;
    }
    for (Watcher<M> watcher : List.copyOf(watchers)) {
      if (resource.name().equals(watcher.name())) {
        hand(watcher, resource);
      }
    }
  }

  private void hand(Watcher<M> watcher, Resource<M> resource) {
    try {
      watcher.take(new Update<>(List.of(resource), List.of(), resource.version()));
    } catch (RefusedUpdateException e) {
      log.atWarn()
          .addKeyValue("type", type.word())
          .addKeyValue("name", resource.name())
          .addKeyValue("fault", e.getMessage())
          .log("Configuration of our own making does not suit everybody who uses it");
    }
  }
}
