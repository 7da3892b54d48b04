package mesh.proxy.bootstrap.operate;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import mesh.identity.client.IdentityClient;
import mesh.proxy.accesslog.AccessLogFactory;
import mesh.proxy.accesslog.writer.LogFiles;
import mesh.proxy.admin.dump.DumpSource;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.health.HealthState;
import mesh.proxy.listener.Listeners;
import mesh.proxy.runtime.layer.RuntimeLayers;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.flush.StatsConfig;
import mesh.proxy.tls.TlsContexts;
import mesh.proxy.tls.secret.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a running proxy that its operator looks into. Immutable; the rooms live.
 *
 * @param control the clusters' loop
 * @param dynamic configuration that came while the proxy ran
 * @param identity brings our own certificate; null if nobody was told to
 */
public record Operated(
    Bootstrap bootstrap,
    ServerLife life,
    HealthState health,
    Stats stats,
    StatsConfig statsConfig,
    RuntimeLayers layers,
    Listeners listeners,
    Clusters clusters,
    Executor control,
    TlsContexts tls,
    Secrets secrets,
    AccessLogFactory accessLogs,
    LogFiles logFiles,
    DumpSource dynamic,
    @Nullable IdentityClient identity) {

  /** Names of clusters that start-up or a change waits for. Blocks; not on the control loop. */
  public List<String> warmingClusters() {
    try {
      return CompletableFuture.supplyAsync(clusters::warming, control).join();
    } catch (RejectedExecutionException e) {
      return List.of(); // the loop has ended, and its clusters with it
    }
  }
}
