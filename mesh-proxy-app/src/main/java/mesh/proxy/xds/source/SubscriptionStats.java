package mesh.proxy.xds.source;

import java.util.List;
import mesh.proxy.hash.XxHash64;
import mesh.proxy.stats.Declared;
import mesh.proxy.stats.Stats;

/**
 * The numbers of one subscription. Confined to the configuration thread. A metric is made when it
 * is first written: there may be ten thousand subscriptions.
 *
 * <p>Source: https://www.envoyproxy.io/docs/envoy/v1.36.0/configuration/overview/mgmt_server
 */
final class SubscriptionStats {

  private static final Declared DECLARED =
      Declared.of(
          List.of(
              "update_attempt",
              "update_success",
              "update_failure",
              "update_rejected",
              "init_fetch_timeout"),
          List.of("update_time", "version"),
          List.of());

  private final Stats scope;
  private final boolean isDetailed;

  /**
   * Everything below a scope such as {@code listener_manager.lds.}.
   *
   * @param isDetailed whether texts and durations are kept, which are too much for each of ten
   *     thousand
   */
  SubscriptionStats(Stats scope, boolean isDetailed) {
    this.scope = scope;
    this.isDetailed = isDetailed;
    if (isDetailed) {
      scope.declare(DECLARED);
    }
  }

  void attempted() {
    scope.counter("update_attempt").increment();
  }

  /** An update was taken. */
  void succeeded(String version, long millis, long nanosTaken) {
    scope.counter("update_success").increment();
    scope.gauge("update_time").set(millis);
    scope.gauge("version").set(XxHash64.hash(version));
    if (isDetailed) {
      scope.text("version_text").set(version);
      scope.histogram("update_duration").record(nanosTaken / 1_000_000);
    }
  }

  /** There was no answer that could be read. */
  void failed() {
    scope.counter("update_failure").increment();
  }

  void rejected() {
    scope.counter("update_rejected").increment();
  }

  void timedOut() {
    scope.counter("init_fetch_timeout").increment();
  }
}
