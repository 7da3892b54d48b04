package mesh.proxy.bootstrap.discovery;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import mesh.config.InvalidConfigException;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.config.Findings;
import mesh.proxy.config.read.ConfigReader;
import mesh.proxy.config.read.Reading;
import mesh.proxy.config.yaml.YamlText;
import mesh.proxy.listener.ListenerProtoConfig;
import mesh.proxy.stats.Stats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the static clusters and listeners of the bootstrap's file again when the file changes. Runs
 * on the configuration thread.
 *
 * <p>A file with any fault changes nothing. A right one is taken in three steps: its clusters, then
 * its listeners when those clusters are ready, then the end of clusters that it no longer has.
 */
public final class FileReload {

  private static final Logger log = LoggerFactory.getLogger(FileReload.class);
  private static final String CLUSTERS = "static_resources.clusters";
  private static final String LISTENERS = "static_resources.listeners";

  private final Path file;
  private final Discovery discovery;
  private final Discovery.Rooms rooms;
  private final BiConsumer<Bootstrap, Findings> check;
  private final Stats stats;
  private Bootstrap seen; // the last one that was right
  private final Map<String, Cluster> clusters; // in use
  private final Map<String, Listener> listeners; // in use

  private FileReload(
      Path file,
      Discovery discovery,
      Discovery.Rooms rooms,
      BiConsumer<Bootstrap, Findings> check) {
    this.file = file;
    this.discovery = discovery;
    this.rooms = rooms;
    this.check = check;
    this.stats = discovery.stats().scope("mesh.proxy.config_reload");
    this.seen = rooms.bootstrap();
    this.clusters = byName(seen.getStaticResources().getClustersList(), Cluster::getName);
    this.listeners =
        byName(seen.getStaticResources().getListenersList(), ListenerProtoConfig::name);
  }

  /**
   * Watches a file from now on.
   *
   * @param check finds fields that are not honoured
   */
  public static void watch(
      Path file,
      Discovery discovery,
      Discovery.Rooms rooms,
      BiConsumer<Bootstrap, Findings> check) {
    var reload = new FileReload(file, discovery, rooms, check);
    discovery.files().watch(List.of(file), reload::read);
    log.atInfo().addKeyValue("file", file).log("Configuration file is watched");
  }

  private void read() {
    stats.counter("update_attempt").increment();
    Reading<Bootstrap> reading;
    try {
      reading = ConfigReader.read(YamlText.of(file), Bootstrap.getDefaultInstance());
    } catch (InvalidConfigException e) {
      refused(e.sentence());
      return;
    } catch (IOException e) {
      refused(file + " cannot be read: " + e);
      return;
    }
    reading.warnings().forEach(warning -> log.atWarn().log(warning.sentence()));
    try {
      take(reading.message());
    } catch (InvalidConfigException e) {
      refused(reading.places().locate(e).sentence());
    }
  }

  private void take(Bootstrap latest) {
    var findings = new Findings();
    check.accept(latest, findings);
    findings.throwIfFaulty();
    List<ClusterConfig> changed = changedClusters(latest, findings);
    discovery.expect(names(latest.getStaticResources().getClustersList(), Cluster::getName));
    try {
      checkListeners(latest, findings);
    } finally {
      discovery.expect(Set.of());
    }
    findings.throwIfFaulty();
    sayWhatNeedsARestart(latest);
    seen = latest;
    discovery.reserve(latest.getStaticResources());
    applyClusters(latest, changed);
    rooms
        .control()
        .execute(
            () ->
                rooms
                    .clusters()
                    .whenWarm(() -> discovery.thread().execute(() -> takeListeners(latest))));
  }

  private List<ClusterConfig> changedClusters(Bootstrap latest, Findings findings) {
    List<ClusterConfig> changed = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Cluster> protos = latest.getStaticResources().getClustersList();
    for (int at = 0; at < protos.size(); at++) {
      Cluster proto = protos.get(at);
      String field = CLUSTERS + "[" + at + "]";
      if (!names.add(proto.getName())) {
        findings.fault(field + ".name", proto.getName(), "a name that no other cluster has");
      } else if (!proto.equals(clusters.get(proto.getName()))) {
        collect(findings, field, () -> changed.add(ClusterConfig.parse(proto, rooms.extensions())));
      }
    }
    return changed;
  }

  private void checkListeners(Bootstrap latest, Findings findings) {
    Set<String> names = new HashSet<>();
    List<Listener> protos = latest.getStaticResources().getListenersList();
    for (int at = 0; at < protos.size(); at++) {
      Listener proto = protos.get(at);
      String field = LISTENERS + "[" + at + "]";
      collect(
          findings,
          field,
          () -> {
            String name = ListenerProtoConfig.name(proto);
            if (!names.add(name)) {
              throw new InvalidConfigException("name", name, "a name that no other listener has");
            }
            if (!proto.equals(listeners.get(name))) {
              ListenerProtoConfig.check(proto, rooms.services());
            }
          });
    }
  }

  private void applyClusters(Bootstrap latest, List<ClusterConfig> changed) {
    Map<String, Cluster> protos =
        byName(latest.getStaticResources().getClustersList(), Cluster::getName);
    for (ClusterConfig config : changed) {
      try {
        rooms.control().call(() -> rooms.clusters().apply(config));
        clusters.put(config.name(), protos.get(config.name()));
      } catch (InvalidConfigException e) { // a certificate that cannot be loaded
        refused(config.name() + ": " + e.sentence());
      }
    }
  }

  private void takeListeners(Bootstrap latest) {
    if (latest != seen) {
      return; // a newer one is on its way
    }
    Map<String, Listener> protos =
        byName(latest.getStaticResources().getListenersList(), ListenerProtoConfig::name);
    for (String name : List.copyOf(listeners.keySet())) {
      if (!protos.containsKey(name)) {
        rooms.listeners().remove(name);
        listeners.remove(name);
      }
    }
    boolean[] isWhole = {true};
    protos.forEach(
        (name, proto) -> {
          try {
            ListenerProtoConfig.apply(proto, rooms.services(), rooms.listeners());
            listeners.put(name, proto);
          } catch (InvalidConfigException e) { // an address that is taken
            isWhole[0] = false;
            refused(name + ": " + e.sentence());
          }
        });
    if (isWhole[0]) {
      removeClusters(latest);
      stats.counter("update_success").increment();
      log.atInfo().addKeyValue("file", file).log("Changed configuration is in use");
    }
  }

  private void removeClusters(Bootstrap latest) {
    Set<String> named = names(latest.getStaticResources().getClustersList(), Cluster::getName);
    for (String name : List.copyOf(clusters.keySet())) {
      if (!named.contains(name)) {
        rooms.control().call(() -> rooms.clusters().remove(name));
        clusters.remove(name);
      }
    }
  }

  private void sayWhatNeedsARestart(Bootstrap latest) {
    if (!rest(latest).equals(rest(seen))) {
      log.atWarn()
          .addKeyValue("file", file)
          .log("Changes outside of static clusters and listeners take effect after a restart");
    }
  }

  private void refused(String why) {
    stats.counter("update_rejected").increment();
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("fault", why)
        .log("Changed configuration refused, the last good one stays");
  }

  private static Bootstrap rest(Bootstrap bootstrap) {
    var builder = bootstrap.toBuilder();
    builder.getStaticResourcesBuilder().clearClusters().clearListeners();
    return builder.build();
  }

  private static void collect(Findings findings, String field, Runnable task) {
    try {
      task.run();
    } catch (InvalidConfigException e) {
      findings.fault(e.under(field));
    }
  }

  private static <M> Map<String, M> byName(List<M> protos, Function<M, String> name) {
    Map<String, M> byName = new LinkedHashMap<>();
    protos.forEach(proto -> byName.put(name.apply(proto), proto));
    return byName;
  }

  private static <M> Set<String> names(List<M> protos, Function<M, String> name) {
    return byName(protos, name).keySet();
  }
}
