package mesh.proxy.runtime.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * The live layers: merges them into a {@link Runtime} whenever one changes. Shared by cold threads;
 * methods lock.
 */
public final class RuntimeLayers {

  /** Without {@code layered_runtime} people can still set values. */
  public static final List<LayerConfig> USUAL = List.of(new LayerConfig.Admin("admin"));

  /**
   * One key as people see it.
   *
   * @param finalText what counts
   * @param texts by layer; empty where a layer does not set the key
   */
  public record Entry(String finalText, List<String> texts) {}

  /** A layer's values, swapped as a whole. */
  private static final class Layer {

    final LayerConfig config;
    Map<String, RuntimeValue> values = Map.of();
    @Nullable Path loadedFrom; // of a disk layer: where the link pointed

    Layer(LayerConfig config) {
      this.config = config;
    }
  }

  private final Runtime runtime;
  private final List<Layer> layers = new ArrayList<>();
  private final Gauge keys;
  private final Gauge overrides;
  private final Counter loads;
  private final Counter failures;
  private final Counter folderExists;
  private final Counter folderMissing;

  /** Loads all layers once. */
  public RuntimeLayers(List<LayerConfig> configs, Runtime runtime, Stats stats) {
    this.runtime = runtime;
    Stats scope = stats.scope("runtime");
    keys = scope.gauge("num_keys");
    overrides = scope.gauge("admin_overrides_active");
    loads = scope.counter("load_success");
    failures = scope.counter("load_error");
    folderExists = scope.counter("override_dir_exists");
    folderMissing = scope.counter("override_dir_not_exists");
    scope.counter("deprecated_feature_use");
    scope.gauge("deprecated_feature_seen_since_process_start");
    scope.gauge("num_layers").set(configs.size());
    configs.forEach(config -> layers.add(new Layer(config)));
    overrides.set(0);
    for (Layer layer : layers) {
      switch (layer.config) {
        case LayerConfig.Fixed fixed -> layer.values = fixed.values();
        case LayerConfig.Disk disk -> load(layer, disk);
        case LayerConfig.Admin admin -> {}
      }
    }
    publish();
  }

  /** Reads again the disk layers whose link was swapped; to be called every second or so. */
  public synchronized void checkDisk() {
    boolean changed = false;
    for (Layer layer : layers) {
      if (layer.config instanceof LayerConfig.Disk disk
          && !DiskFolder.target(disk.symlinkRoot()).equals(layer.loadedFrom)) {
        load(layer, disk);
        changed = true;
      }
    }
    if (changed) {
      publish();
    }
  }

  /**
   * Sets values in the admin layer; an empty text takes a value of that layer away.
   *
   * @return false if there is no such layer
   */
  public synchronized boolean modify(Map<String, String> changes) {
    for (Layer layer : layers) {
      if (layer.config instanceof LayerConfig.Admin) {
        var values = new HashMap<>(layer.values);
        changes.forEach(
            (key, text) -> {
              if (text.isEmpty()) {
                values.remove(key);
              } else {
                values.put(key, RuntimeValue.of(text));
              }
            });
        layer.values = values;
        overrides.set(values.size());
        publish();
        return true;
      }
    }
    return false;
  }

  /** Names of the layers, bottom first. */
  public List<String> names() {
    return layers.stream().map(layer -> layer.config.name()).toList();
  }

  /** Every key with its value in each layer. */
  public synchronized Map<String, Entry> entries() {
    Map<String, Entry> entries = new TreeMap<>();
    for (Layer layer : layers) {
      for (String key : layer.values.keySet()) {
        entries.computeIfAbsent(key, this::entry);
      }
    }
    return entries;
  }

  private Entry entry(String key) {
    var texts = new ArrayList<String>();
    String last = "";
    for (Layer layer : layers) {
      RuntimeValue value = layer.values.get(key);
      texts.add(value == null ? "" : value.text());
      last = value == null ? last : value.text();
    }
    return new Entry(last, List.copyOf(texts));
  }

  private void load(Layer layer, LayerConfig.Disk disk) {
    Path target = DiskFolder.target(disk.symlinkRoot());
    Path folder = disk.symlinkRoot().resolve(disk.folder());
    layer.loadedFrom = target;
    (Files.isDirectory(folder) ? folderExists : folderMissing).increment();
    try {
      layer.values = DiskFolder.read(folder);
    } catch (IOException e) {
      failures.increment();
      DiskFolder.logUnreadable(folder, e);
    }
  }

  private void publish() {
    Map<String, Object> merged = new HashMap<>();
    for (Layer layer : layers) {
      layer.values.forEach((key, value) -> merged.put(key, value.value()));
    }
    runtime.replace(merged);
    keys.set(merged.size());
    loads.increment();
  }
}
