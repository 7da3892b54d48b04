package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import mesh.config.InvalidConfigException;
import mesh.proxy.catalog.ExtensionJars;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.config.Findings;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.listener.ListenerProtoConfig;

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
  ProxyServer(Bootstrap bootstrap, int concurrency, Duration drainTime, ExtensionJars extensions) {
    var findings = new Findings();
    BootstrapFields.check(bootstrap, findings);
    findings.throwIfFaulty();
    this.bootstrap = bootstrap;
    this.drainTime = drainTime;
    this.rooms = new Rooms(bootstrap, concurrency, extensions);
  }

  Rooms rooms() {
    return rooms;
  }

  /**
   * Reads everything, binds nothing.
   *
   * @throws InvalidConfigException with the first fault
   */
  void validate() {
    clusters();
    forEachListener(listener -> ListenerProtoConfig.check(listener, rooms.listenerServices));
  }

  /**
   * Starts clusters, waits until they are warm, then binds the listeners.
   *
   * @throws InvalidConfigException with the first fault
   */
  void start() {
    rooms.listeners.drainWithin(drainTime, true);
    clusters();
    var warm = new CompletableFuture<Void>();
    rooms.control.execute(() -> rooms.clusters.whenWarm(() -> warm.complete(null)));
    warm.join();
    forEachListener(
        listener -> ListenerProtoConfig.apply(listener, rooms.listenerServices, rooms.listeners));
  }

  private void clusters() {
    List<Cluster> protos = bootstrap.getStaticResources().getClustersList();
    for (int at = 0; at < protos.size(); at++) {
      Cluster proto = protos.get(at);
      String field = "static_resources.clusters[" + at + "]";
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

  private void forEachListener(java.util.function.Consumer<Listener> task) {
    List<Listener> protos = bootstrap.getStaticResources().getListenersList();
    for (int at = 0; at < protos.size(); at++) {
      Listener proto = protos.get(at);
      ProtoValue.under(
          "static_resources.listeners[" + at + "]",
          () -> {
            task.accept(proto);
            return proto;
          });
    }
  }

  /** Lets connections end, then ends everything. */
  @Override
  public void close() {
    rooms.listeners.close(drainTime);
    rooms.close();
  }
}
