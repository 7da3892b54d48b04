package mesh.proxy.runtime.layer;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/**
 * The metrics of {@code runtime.}
 *
 * @param overrides 1 while people have set a value
 * @param keys of all layers together
 * @param layers that are there
 * @param folderExists loads with more than one folder, as Envoy counts them
 */
record RuntimeStats(
    Gauge overrides,
    Gauge keys,
    Gauge layers,
    Counter loads,
    Counter failures,
    Counter folderExists,
    Counter folderMissing) {

  static RuntimeStats of(Stats root) {
    Stats scope = root.scope("runtime");
    scope.counter("deprecated_feature_use");
    scope.gauge("deprecated_feature_seen_since_process_start");
    var stats =
        new RuntimeStats(
            scope.gauge("admin_overrides_active"),
            scope.gauge("num_keys"),
            scope.gauge("num_layers"),
            scope.counter("load_success"),
            scope.counter("load_error"),
            scope.counter("override_dir_exists"),
            scope.counter("override_dir_not_exists"));
    stats.overrides.set(0);
    return stats;
  }

  /** Layers were merged. */
  void loaded(int keyCount, int layerCount, int folderCount, boolean isBroken) {
    keys.set(keyCount);
    layers.set(layerCount);
    (isBroken ? failures : loads).increment();
    (folderCount > 1 ? folderExists : folderMissing).increment();
  }
}
