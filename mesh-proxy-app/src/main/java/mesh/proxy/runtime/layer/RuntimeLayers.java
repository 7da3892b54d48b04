package mesh.proxy.runtime.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mesh.proxy.runtime.Runtime;
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
    boolean isThere = true; // false for a folder that does not exist
    boolean isBroken; // its last values stay
    DiskFolder.@Nullable Look loaded; // of a disk layer: as it was when it was read
    DiskFolder.@Nullable Look seen; // and when it was last looked at

    Layer(LayerConfig config) {
      this.config = config;
    }
  }

  private final Runtime runtime;
  private final RuntimeStats stats;
  private final List<Layer> layers = new ArrayList<>();

  /** Loads all layers once. */
  public RuntimeLayers(List<LayerConfig> configs, Runtime runtime, Stats stats) {
    this.runtime = runtime;
    this.stats = RuntimeStats.of(stats);
    configs.forEach(config -> layers.add(new Layer(config)));
    for (Layer layer : layers) {
      switch (layer.config) {
        case LayerConfig.Fixed fixed -> layer.values = fixed.values();
        case LayerConfig.Disk disk -> load(layer, disk, DiskFolder.look(disk));
        case LayerConfig.Admin admin -> {}
        case LayerConfig.Rtds rtds -> {} // empty until it comes
      }
    }
    publish();
  }

  /**
   * Reads again the disk layers that changed; to be called every second or so. A swapped link is
   * taken at once, files that change in place when two looks find the same.
   */
  public synchronized void checkDisk() {
    boolean changed = false;
    for (Layer layer : layers) {
      if (layer.config instanceof LayerConfig.Disk disk) {
        DiskFolder.Look now = DiskFolder.look(disk);
        DiskFolder.Look loaded = layer.loaded;
        boolean isSwapped = loaded != null && !loaded.target().equals(now.target());
        if (isSwapped || !now.equals(loaded) && now.equals(layer.seen)) {
          load(layer, disk, now);
          changed = true;
        }
        layer.seen = now;
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
        stats.overrides().set(values.isEmpty() ? 0 : 1);
        publish();
        return true;
      }
    }
    return false;
  }

  /** Gives a layer that comes from elsewhere its values. */
  synchronized void take(LayerConfig.Rtds config, Map<String, RuntimeValue> values) {
    for (Layer layer : layers) {
      if (layer.config.equals(config)) {
        layer.values = values;
      }
    }
    publish();
  }

  /** Layers that come from elsewhere, with their place in {@code layers}. */
  public Map<Integer, LayerConfig.Rtds> subscribed() {
    Map<Integer, LayerConfig.Rtds> found = new TreeMap<>();
    for (int at = 0; at < layers.size(); at++) {
      if (layers.get(at).config instanceof LayerConfig.Rtds rtds) {
        found.put(at, rtds);
      }
    }
    return found;
  }

  /** Names of the layers that are there, bottom first. */
  public synchronized List<String> names() {
    return layers.stream()
        .filter(layer -> layer.isThere)
        .map(layer -> layer.config.name())
        .toList();
  }

  /** Every key with its value in each layer of {@link #names()}. */
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
      if (layer.isThere) {
        RuntimeValue value = layer.values.get(key);
        texts.add(value == null ? "" : value.text());
        last = value == null ? last : value.text();
      }
    }
    return new Entry(last, List.copyOf(texts));
  }

  private static void load(Layer layer, LayerConfig.Disk disk, DiskFolder.Look look) {
    layer.loaded = look;
    Path folder = DiskFolder.path(disk);
    try {
      layer.values = DiskFolder.read(folder);
      layer.isThere = look.isThere();
      layer.isBroken = false;
    } catch (IOException e) {
      layer.isBroken = true;
      DiskFolder.logUnreadable(folder, e);
    }
  }

  private void publish() {
    Map<String, Object> merged = new HashMap<>();
    int there = 0;
    int folders = 0;
    boolean isBroken = false;
    for (Layer layer : layers) {
      layer.values.forEach((key, value) -> merged.put(key, value.value()));
      there += layer.isThere ? 1 : 0;
      folders += layer.isThere && layer.config instanceof LayerConfig.Disk ? 1 : 0;
      isBroken |= layer.isBroken;
    }
    runtime.replace(merged);
    stats.loaded(merged.size(), there, folders, isBroken);
  }
}
