package mesh.proxy.admin.dump;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump.DynamicListenerState;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.UpdateFailureState;
import java.util.List;
import java.util.function.Predicate;
import mesh.proxy.xds.Ledger;

/** What discovery brought: what is in use, and what was last refused. */
public final class DynamicDumps implements DumpSource {

  private final Ledger clusters;
  private final Ledger listeners;
  private final Ledger routes;
  private final Predicate<String> isActiveCluster;
  private final Predicate<String> isActiveListener;

  /**
   * @param isActiveCluster true unless the cluster of that name still warms
   * @param isActiveListener true unless the listener of that name still warms
   */
  public DynamicDumps(
      Ledger clusters,
      Ledger listeners,
      Ledger routes,
      Predicate<String> isActiveCluster,
      Predicate<String> isActiveListener) {
    this.clusters = clusters;
    this.listeners = listeners;
    this.routes = routes;
    this.isActiveCluster = isActiveCluster;
    this.isActiveListener = isActiveListener;
  }

  @Override
  public List<Message> dumps(boolean endpoints) {
    return List.of(clusterDump(), listenerDump(), routeDump());
  }

  private Message clusterDump() {
    var dump = ClustersConfigDump.newBuilder().setVersionInfo(clusters.version());
    for (Ledger.Entry entry : clusters.entries()) {
      var cluster =
          isActiveCluster.test(entry.name())
              ? dump.addDynamicActiveClustersBuilder()
              : dump.addDynamicWarmingClustersBuilder();
      cluster.setClientStatus(status(entry));
      Ledger.Used used = entry.used();
      if (used != null) {
        cluster
            .setVersionInfo(used.version())
            .setCluster(used.body())
            .setLastUpdated(time(used.sinceMillis()));
      }
      if (entry.refused() != null) {
        cluster.setErrorState(error(entry.refused()));
      }
    }
    return dump.build();
  }

  private Message listenerDump() {
    var dump = ListenersConfigDump.newBuilder().setVersionInfo(listeners.version());
    for (Ledger.Entry entry : listeners.entries()) {
      var listener =
          dump.addDynamicListenersBuilder().setName(entry.name()).setClientStatus(status(entry));
      Ledger.Used used = entry.used();
      if (used != null) {
        var state =
            DynamicListenerState.newBuilder()
                .setVersionInfo(used.version())
                .setListener(used.body())
                .setLastUpdated(time(used.sinceMillis()));
        if (isActiveListener.test(entry.name())) {
          listener.setActiveState(state);
        } else {
          listener.setWarmingState(state);
        }
      }
      if (entry.refused() != null) {
        listener.setErrorState(error(entry.refused()));
      }
    }
    return dump.build();
  }

  private Message routeDump() {
    var dump = RoutesConfigDump.newBuilder();
    for (Ledger.Entry entry : routes.entries()) {
      var route = dump.addDynamicRouteConfigsBuilder().setClientStatus(status(entry));
      Ledger.Used used = entry.used();
      if (used != null) {
        route
            .setVersionInfo(used.version())
            .setRouteConfig(used.body())
            .setLastUpdated(time(used.sinceMillis()));
      }
      if (entry.refused() != null) {
        route.setErrorState(error(entry.refused()));
      }
    }
    return dump.build();
  }

  private static UpdateFailureState error(Ledger.Refused refused) {
    return UpdateFailureState.newBuilder()
        .setFailedConfiguration(refused.body())
        .setVersionInfo(refused.version())
        .setLastUpdateAttempt(time(refused.atMillis()))
        .setDetails(refused.why())
        .build();
  }

  private static ClientResourceStatus status(Ledger.Entry entry) {
    return entry.refused() == null ? ClientResourceStatus.ACKED : ClientResourceStatus.NACKED;
  }

  private static Timestamp time(long millis) {
    return Timestamps.fromMillis(millis);
  }
}
