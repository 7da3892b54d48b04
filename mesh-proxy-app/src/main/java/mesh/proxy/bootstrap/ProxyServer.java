package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import mesh.config.InvalidConfigException;
import mesh.identity.client.IdentitySettings;
import mesh.proxy.bootstrap.discovery.Discovery;
import mesh.proxy.bootstrap.discovery.FileReload;
import mesh.proxy.catalog.ExtensionJars;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.config.Findings;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.listener.ListenerProtoConfig;
import org.jspecify.annotations.Nullable;

/** A proxy made from a bootstrap: checks it, starts it, ends it. Called on cold threads. */
final class ProxyServer implements AutoCloseable {

  private final Bootstrap bootstrap;
  private final Duration drainTime;
  private final Rooms rooms;

  /**
   * Makes the rooms; nothing is bound yet.
   *
   * @throws InvalidConfigException if the bootstrap has a field that we do not honour
   */
  ProxyServer(Bootstrap bootstrap, Options options) {
    var findings = new Findings();
    BootstrapFields.check(bootstrap, findings);
    BootstrapNames.check(bootstrap, findings);
    findings.throwIfFaulty();
    this.bootstrap = bootstrap;
    this.drainTime = options.drainTime();
    this.rooms = new Rooms(bootstrap, options);
  }

  /**
   * What a bootstrap does not say. Immutable.
   *
   * @param concurrency event loops; 0 is one for each core
   * @param drainTime longest time that connections get to end
   * @param identity where our own certificate comes from; null if from nowhere
   */
  record Options(
      int concurrency,
      Duration drainTime,
      ExtensionJars extensions,
      @Nullable IdentitySettings identity) {}

  Rooms rooms() {
    return rooms;
  }

  /**
   * Reads everything, binds nothing.
   *
   * @throws InvalidConfigException with all faults
   */
  void validate() {
    var findings = new Findings();
    clusters(findings);
    checkListeners(findings);
    try {
      rooms.discovery.check(bootstrap);
    } catch (InvalidConfigException e) {
      findings.fault(e);
    }
    findings.throwIfFaulty();
  }

  /**
   * Starts clusters, waits until they are warm, then binds the listeners.
   *
   * @throws InvalidConfigException with all faults
   */
  void start() {
    rooms.listeners.drainWithin(drainTime, true);
    rooms.upkeep.begin(rooms.cold);
    rooms.life.initializing();
    if (rooms.identity != null) {
      rooms.identity.start();
    }
    var findings = new Findings();
    clusters(findings);
    if (findings.isFaulty()) {
      checkListeners(findings);
      findings.throwIfFaulty();
    }
    var warm = new CompletableFuture<Void>();
    rooms.control.execute(() -> rooms.clusters.whenWarm(() -> warm.complete(null)));
    warm.join();
    rooms.discovery.reserve(bootstrap.getStaticResources());
    begin(discovery -> discovery.beginRuntime(rooms.layers));
    begin(discovery -> discovery.beginClusters(rooms.dynamic(bootstrap)));
    forEachListener(
        findings,
        listener -> ListenerProtoConfig.apply(listener, rooms.listenerServices, rooms.listeners));
    findings.throwIfFaulty();
    begin(discovery -> discovery.beginListeners(rooms.dynamic(bootstrap)));
    rooms.life.live();
  }

  /** Takes static clusters and listeners again whenever the file changes. */
  void reloadFrom(Path file) {
    FileReload.watch(file, rooms.discovery, rooms.dynamic(bootstrap), BootstrapFields::check);
  }

  /** A part of the start that waits for others. */
  private interface Beginning {

    void begin(Discovery discovery) throws InterruptedException;
  }

  private void begin(Beginning part) {
    try {
      part.begin(rooms.discovery);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before configuration had come", e);
    }
  }

  private void checkListeners(Findings findings) {
    forEachListener(
        findings, listener -> ListenerProtoConfig.check(listener, rooms.listenerServices));
  }

  private void clusters(Findings findings) {
    List<Cluster> protos = bootstrap.getStaticResources().getClustersList();
    for (int at = 0; at < protos.size(); at++) {
      try {
        cluster("static_resources.clusters[" + at + "]", protos.get(at));
      } catch (InvalidConfigException e) {
        findings.fault(e);
      }
    }
  }

  private void cluster(String field, Cluster proto) {
    ClusterConfig config =
        ProtoValue.under(field, () -> ClusterConfig.parse(proto, rooms.clusterExtensions));
    onControl(
        () -> {
          if (rooms.clusters.isKnown(config.name())) {
            throw new InvalidConfigException(
                field + ".name", config.name(), "a name that no other cluster has");
          }
          ProtoValue.under(
              field,
              () -> {
                rooms.clusters.apply(config);
                return config;
              });
        });
  }

  private void onControl(Runnable task) {
    try {
      CompletableFuture.runAsync(task, rooms.control).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void forEachListener(Findings findings, Consumer<Listener> task) {
    var names = new BootstrapNames(bootstrap);
    List<Listener> protos = bootstrap.getStaticResources().getListenersList();
    for (int at = 0; at < protos.size(); at++) {
      try {
        task.accept(protos.get(at));
      } catch (InvalidConfigException e) {
        for (InvalidConfigException fault : e.faults()) {
          names.tell(fault.under("static_resources.listeners[" + at + "]"), findings);
        }
      }
    }
  }

  /** Lets connections end, then ends everything. */
  @Override
  public void close() {
    rooms.life.draining();
    rooms.listeners.close(drainTime);
    rooms.close();
  }
}
