package mesh.proxy.admin.dump;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.admin.v3.RoutesConfigDump;
import io.envoyproxy.envoy.admin.v3.UpdateFailureState;
import java.util.Comparator;
import java.util.List;
import mesh.proxy.xds.Ledger;
import org.jspecify.annotations.Nullable;

/** What came while the proxy ran: what is in use, and what was refused and why. */
public final class DynamicDumps implements DumpSource {

  private final Ledger clusters;
  private final Ledger listeners;
  private final Ledger routes;

  public DynamicDumps(Ledger clusters, Ledger listeners, Ledger routes) {
    this.clusters = clusters;
    this.listeners = listeners;
    this.routes = routes;
  }

  @Override
  public List<Message> dumps(boolean endpoints) {
    return List.of(clusters(), listeners(), routes());
  }

  private Message clusters() {
    var dump = ClustersConfigDump.newBuilder().setVersionInfo(clusters.version());
    for (Ledger.Entry entry : sorted(clusters)) {
      var one = dump.addDynamicActiveClustersBuilder().setClientStatus(status(entry));
      Ledger.Used used = entry.used();
      if (used != null) {
        one.setVersionInfo(used.version())
            .setCluster(used.body())
            .setLastUpdated(time(used.sinceMillis()));
      }
      UpdateFailureState failure = failure(entry);
      if (failure != null) {
        one.setErrorState(failure);
      }
    }
    return dump.build();
  }

  private Message listeners() {
    var dump = ListenersConfigDump.newBuilder().setVersionInfo(listeners.version());
    for (Ledger.Entry entry : sorted(listeners)) {
      var one =
          dump.addDynamicListenersBuilder().setName(entry.name()).setClientStatus(status(entry));
      Ledger.Used used = entry.used();
      if (used != null) {
        one.getActiveStateBuilder()
            .setVersionInfo(used.version())
            .setListener(used.body())
            .setLastUpdated(time(used.sinceMillis()));
      }
      UpdateFailureState failure = failure(entry);
      if (failure != null) {
        one.setErrorState(failure);
      }
    }
    return dump.build();
  }

  private Message routes() {
    var dump = RoutesConfigDump.newBuilder();
    for (Ledger.Entry entry : sorted(routes)) {
      var one = dump.addDynamicRouteConfigsBuilder().setClientStatus(status(entry));
      Ledger.Used used = entry.used();
      if (used != null) {
        one.setVersionInfo(used.version())
            .setRouteConfig(used.body())
            .setLastUpdated(time(used.sinceMillis()));
      }
      UpdateFailureState failure = failure(entry);
      if (failure != null) {
        one.setErrorState(failure);
      }
    }
    return dump.build();
  }

  private static List<Ledger.Entry> sorted(Ledger ledger) {
    return ledger.entries().stream().sorted(Comparator.comparing(Ledger.Entry::name)).toList();
  }

  private static ClientResourceStatus status(Ledger.Entry entry) {
    return entry.refused() == null ? ClientResourceStatus.ACKED : ClientResourceStatus.NACKED;
  }

  private static @Nullable UpdateFailureState failure(Ledger.Entry entry) {
    Ledger.Refused refused = entry.refused();
    if (refused == null) {
      return null;
    }
    return UpdateFailureState.newBuilder()
        .setFailedConfiguration(refused.body())
        .setLastUpdateAttempt(time(refused.atMillis()))
        .setDetails(refused.why())
        .setVersionInfo(refused.version())
        .build();
  }

  private static Timestamp time(long millis) {
    return Timestamps.fromMillis(millis);
  }
}
