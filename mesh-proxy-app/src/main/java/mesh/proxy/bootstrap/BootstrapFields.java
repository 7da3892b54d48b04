package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
import io.envoyproxy.envoy.config.bootstrap.v3.ClusterManager;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.trace.v3.Tracing;
import io.envoyproxy.envoy.extensions.regex_engines.v3.GoogleRE2;
import mesh.proxy.admin.AdminConfig;
import mesh.proxy.config.Findings;
import mesh.proxy.config.Supported;
import mesh.proxy.listener.ListenerProtoConfig;
import mesh.proxy.runtime.layer.LayerConfig;
import mesh.proxy.stats.flush.StatsConfig;
import mesh.proxy.xds.ConfigSource;

/** Refuses the fields of a bootstrap that nobody honours. */
final class BootstrapFields {

  private static final Supported SUPPORTED =
      Supported.of(Bootstrap.getDefaultInstance())
          .fields(
              "node",
              "static_resources",
              "cluster_manager",
              "admin",
              "layered_runtime",
              "tracing",
              "default_regex_engine",
              "stats_config",
              "dynamic_resources",
              "stats_sinks",
              "stats_flush_interval",
              "stats_flush_on_admin",
              "stats_server_version_override")
          .ignored("deferred_stat_options", "statistics are always made when they are first used")
          .ignored("inline_headers", "headers are found fast without it")
          .and(
              Supported.all(Tracing.getDefaultInstance()),
              Supported.of(DynamicResources.getDefaultInstance())
                  .fields("lds_config", "cds_config", "ads_config"),
              ConfigSource.SUPPORTED,
              Supported.all(Tracing.Http.getDefaultInstance()),
              Supported.all(Node.getDefaultInstance()),
              Supported.of(ClusterManager.getDefaultInstance()).fields("outlier_detection"),
              Supported.of(ClusterManager.OutlierDetection.getDefaultInstance())
                  .fields("event_log_path"),
              AdminConfig.SUPPORTED,
              LayerConfig.SUPPORTED,
              StatsConfig.SUPPORTED);

  private BootstrapFields() {}

  /** Adds a finding for each. */
  static void check(Bootstrap bootstrap, Findings findings) {
    SUPPORTED.check(bootstrap.toBuilder().clearStaticResources().build(), "", findings);
    if (bootstrap.hasDefaultRegexEngine()
        && !bootstrap.getDefaultRegexEngine().getTypedConfig().is(GoogleRE2.class)) {
      findings.fault(
          "default_regex_engine.typed_config.@type",
          bootstrap.getDefaultRegexEngine().getTypedConfig().getTypeUrl(),
          "the type of envoy.regex_engines.google_re2");
    }
    var listeners = bootstrap.getStaticResources().getListenersList();
    for (int at = 0; at < listeners.size(); at++) {
      ListenerProtoConfig.SUPPORTED.check(
          listeners.get(at), "static_resources.listeners[" + at + "]", findings);
    }
  }
}
