package mesh.proxy.cluster.outlier;

import java.util.ArrayList;
import java.util.List;
import mesh.proxy.stats.Declared;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;

/** {@code cluster.<name>.outlier_detection.*}. Confined to the control loop. */
final class OutlierStats {

  private static final Declared DECLARED =
      Declared.of(counters(), List.of("ejections_active"), List.of());

  private final Stats scope;
  private final Gauge active;

  /** The numbers below a cluster's scope. */
  OutlierStats(Stats cluster) {
    scope = cluster.scope("outlier_detection");
    scope.declare(DECLARED);
    active = scope.gauge("ejections_active");
  }

  /** Hosts that are ejected now. */
  Gauge active() {
    return active;
  }

  void detected(EjectionType type) {
    scope.counter("ejections_detected_" + type.statSuffix()).increment();
    if (type.isCountedInTotal()) { // the older counters
      scope.counter("ejections_" + type.statSuffix()).increment();
    }
  }

  void ejectable(EjectionType type) {
    if (type.isCountedInTotal()) {
      scope.counter("ejections_total").increment();
    }
  }

  void enforced(EjectionType type) {
    scope.counter("ejections_enforced_total").increment();
    scope.counter("ejections_enforced_" + type.statSuffix()).increment();
  }

  void overflow() {
    scope.counter("ejections_overflow").increment();
  }

  private static List<String> counters() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "ejections_consecutive_5xx",
                "ejections_enforced_total",
                "ejections_overflow",
                "ejections_success_rate",
                "ejections_total"));
    for (EjectionType type : EjectionType.values()) {
      names.add("ejections_detected_" + type.statSuffix());
      names.add("ejections_enforced_" + type.statSuffix());
    }
    return names;
  }
}
