package mesh.proxy.bootstrap.discovery;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.StaticResources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mesh.proxy.catalog.Menu;
import mesh.proxy.cluster.ClusterExtensions;
import mesh.proxy.cluster.ClusterResource;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.grpc.ClusterChannels;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.file.FileWatch;
import mesh.proxy.listener.ListenerResource;
import mesh.proxy.listener.ListenerServices;
import mesh.proxy.listener.Listeners;
import mesh.proxy.runtime.layer.LayerConfig;
import mesh.proxy.runtime.layer.RuntimeLayers;
import mesh.proxy.runtime.layer.RuntimeResource;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ControlLoop;
import mesh.proxy.worker.Transport;
import mesh.proxy.xds.Clock;
import mesh.proxy.xds.ConfigSource;
import mesh.proxy.xds.ConfigSources;
import mesh.proxy.xds.Ledger;
import mesh.proxy.xds.ServerConfig;
import mesh.proxy.xds.source.LiveSources;
import mesh.proxy.xds.source.Servers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code dynamic_resources}: clusters first, then listeners, as they need each other. Methods that
 * begin something block until the first answers are in use, so call them on cold threads.
 */
public final class Discovery {

  private static final Logger log = LoggerFactory.getLogger(Discovery.class);
  private static final Duration LOOK_AT_FILES = Duration.ofMillis(200);
  private static final long LOOK_MILLIS = 10;
  private static final long CLOSE_SECONDS = 1;

  private final LiveSources sources;
  private final Servers servers;
  private final FileWatch files;
  private final Node node;
  private final Executor thread;
  private final Stats stats;
  private final Ledger clusterLedger = new Ledger(Clock.SYSTEM);
  private final Ledger listenerLedger = new Ledger(Clock.SYSTEM);
  private final Ledger routeLedger = new Ledger(Clock.SYSTEM);
  private volatile boolean hasClusters; // of a source that may still be silent
  private volatile Set<String> expected = Set.of();
  private volatile Set<String> staticClusters = Set.of();
  private volatile Set<String> staticListeners = Set.of();

  /**
   * Nothing is asked for yet.
   *
   * @param cold the thread on which configuration changes
   */
  public Discovery(Bootstrap bootstrap, ScheduledExecutorService cold, Stats stats) {
    this.stats = stats;
    this.node = bootstrap.getNode();
    reserve(bootstrap.getStaticResources());
    this.thread =
        task -> {
          if (!cold.isShutdown()) {
            cold.execute(task);
          }
        };
    this.files = FileWatch.polling(cold, LOOK_AT_FILES);
    var dynamic = bootstrap.getDynamicResources();
    ServerConfig aggregated =
        dynamic.hasAdsConfig()
            ? ProtoValue.under(
                "dynamic_resources.ads_config", () -> ServerConfig.parse(dynamic.getAdsConfig()))
            : null;
    this.servers =
        new Servers(
            new Servers.Settings(
                cold,
                NodeIdentity.of(node, List.of()),
                aggregated,
                name -> staticClusters.contains(name),
                stats,
                bound -> ThreadLocalRandom.current().nextInt(bound)));
    if (aggregated != null) {
      ProtoValue.under("dynamic_resources.ads_config", () -> servers.checked(aggregated));
    }
    this.sources = new LiveSources(thread, files, Clock.SYSTEM, servers);
  }

  /** The rooms that are filled. */
  public record Rooms(
      Bootstrap bootstrap,
      Clusters clusters,
      ClusterExtensions extensions,
      ControlLoop control,
      ListenerServices services,
      Listeners listeners) {}

  /** Says what this proxy can do; before anything begins. */
  public void introduce(List<Menu.Line> extensions) {
    servers.introduce(NodeIdentity.of(node, extensions));
  }

  /** Says how management servers are reached; before anything begins. */
  public void connectThrough(Clusters clusters, EventLoop control, Transport transport) {
    servers.connectThrough(new ClusterChannels(clusters, control, transport, thread));
  }

  /** Lets go of management servers. To be called before event loops end. */
  public void close() {
    await(servers::close, "Streams to management servers are cut off");
  }

  /**
   * Waits for what is queued: a response that nobody reads would keep its buffer. To be called when
   * event loops have ended, before the thread does.
   */
  public void settle() {
    await(() -> {}, "Changes of the configuration are cut off");
  }

  private void await(Runnable task, String otherwise) {
    var done = new CountDownLatch(1);
    thread.execute(
        () -> {
          task.run();
          done.countDown();
        });
    try {
      if (!done.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.atWarn().log(otherwise);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public ConfigSources sources() {
    return sources;
  }

  /** Serves our own certificate to who asks for it; before anybody subscribes. */
  public void offer(OwnSecrets secrets) {
    sources.offer(secrets.source());
  }

  /** What was taken and refused, for the configuration dump. */
  public Ledger clusters() {
    return clusterLedger;
  }

  /** What was taken and refused, for the configuration dump. */
  public Ledger listeners() {
    return listenerLedger;
  }

  /** What was taken and refused, for the configuration dump. */
  public Ledger routes() {
    return routeLedger;
  }

  /** The same, for who reads routes: a cluster that may still come counts as known. */
  public Predicate<String> known(Clusters clusters) {
    return name ->
        clusters.isKnown(name)
            || expected.contains(name)
            || hasClusters && !clusterLedger.isAnswered();
  }

  /**
   * Asks for runtime layers, and waits for the first answers.
   *
   * @throws mesh.config.InvalidConfigException if a source cannot be used
   */
  public void beginRuntime(RuntimeLayers layers) throws InterruptedException {
    for (var layer : layers.subscribed().entrySet()) {
      var answered = new CompletableFuture<@Nullable Void>();
      LayerConfig.Rtds rtds = layer.getValue();
      ProtoValue.under(
          rtdsConfig(layer.getKey()),
          () ->
              sources.subscribe(
                  new ConfigSources.Request<>(
                      rtds.source(), RuntimeResource.TYPE, rtds.resource(), stats.scope("runtime")),
                  new RuntimeResource(layers, rtds, () -> answered.complete(null))));
      await(answered);
    }
  }

  private static String rtdsConfig(int layer) {
    return "layered_runtime.layers[" + layer + "].rtds_layer.rtds_config";
  }

  /**
   * Asks for clusters, and waits until those of the first answer are ready.
   *
   * @throws mesh.config.InvalidConfigException if the source cannot be used
   */
  public void beginClusters(Rooms rooms) throws InterruptedException {
    var dynamic = rooms.bootstrap().getDynamicResources();
    if (!dynamic.hasCdsConfig()) {
      return;
    }
    hasClusters = true;
    var answered = new CompletableFuture<@Nullable Void>();
    var resource =
        new ClusterResource(
            rooms.clusters(),
            rooms.extensions(),
            rooms.control(),
            clusterLedger,
            name -> staticClusters.contains(name),
            () -> answered.complete(null));
    ProtoValue.under(
        "dynamic_resources.cds_config",
        () ->
            sources.subscribe(
                new ConfigSources.Request<>(
                    ConfigSource.parse(dynamic.getCdsConfig()),
                    ClusterResource.TYPE,
                    null,
                    stats.scope("cluster_manager").scope("cds")),
                resource));
    await(answered);
    var warm = new CompletableFuture<@Nullable Void>();
    rooms.control().execute(() -> rooms.clusters().whenWarm(() -> warm.complete(null)));
    await(warm);
  }

  /**
   * Asks for listeners, and waits until those of the first answer are ready.
   *
   * @throws mesh.config.InvalidConfigException if the source cannot be used
   */
  public void beginListeners(Rooms rooms) throws InterruptedException {
    var dynamic = rooms.bootstrap().getDynamicResources();
    if (dynamic.hasLdsConfig()) {
      var answered = new CompletableFuture<@Nullable Void>();
      var resource =
          new ListenerResource(
              rooms.services(),
              rooms.listeners(),
              listenerLedger,
              name -> staticListeners.contains(name),
              () -> answered.complete(null));
      ProtoValue.under(
          "dynamic_resources.lds_config",
          () ->
              sources.subscribe(
                  new ConfigSources.Request<>(
                      ConfigSource.parse(dynamic.getLdsConfig()),
                      ListenerResource.TYPE,
                      null,
                      stats.scope("listener_manager").scope("lds")),
                  resource));
      await(answered);
    }
    while (rooms.listeners().areWarming()) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Checks the sources and asks for nothing.
   *
   * @throws mesh.config.InvalidConfigException if one of them cannot be used
   */
  public void check(Bootstrap bootstrap) {
    var dynamic = bootstrap.getDynamicResources();
    if (dynamic.hasCdsConfig()) {
      check("dynamic_resources.cds_config", dynamic.getCdsConfig());
    }
    if (dynamic.hasLdsConfig()) {
      check("dynamic_resources.lds_config", dynamic.getLdsConfig());
    }
    var layers = bootstrap.getLayeredRuntime().getLayersList();
    for (int at = 0; at < layers.size(); at++) {
      if (layers.get(at).hasRtdsLayer()) {
        check(rtdsConfig(at), layers.get(at).getRtdsLayer().getRtdsConfig());
      }
    }
  }

  private void check(String field, io.envoyproxy.envoy.config.core.v3.ConfigSource proto) {
    ProtoValue.under(
        field,
        () -> {
          ConfigSource source = ConfigSource.parse(proto);
          sources.check(source);
          return source;
        });
  }

  /** Names that belong to the bootstrap, and are not changed from elsewhere. */
  public void reserve(StaticResources bootstrap) {
    staticClusters =
        bootstrap.getClustersList().stream()
            .map(Cluster::getName)
            .collect(Collectors.toUnmodifiableSet());
    staticListeners =
        bootstrap.getListenersList().stream()
            .map(Listener::getName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Names of clusters that will be there when the listeners are that are about to be read. */
  void expect(Set<String> clusters) {
    expected = Set.copyOf(clusters);
  }

  FileWatch files() {
    return files;
  }

  Executor thread() {
    return thread;
  }

  Stats stats() {
    return stats;
  }

  private static void await(CompletableFuture<@Nullable Void> future) throws InterruptedException {
    try {
      future.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
