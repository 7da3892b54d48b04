package mesh.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.envoy.admin.v3.ClientResourceStatus;
import io.envoyproxy.envoy.admin.v3.ClustersConfigDump;
import io.envoyproxy.envoy.admin.v3.ListenersConfigDump;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import mesh.proxy.admin.dump.DynamicDumps;
import mesh.proxy.xds.Clock;
import mesh.proxy.xds.Ledger;
import mesh.proxy.xds.Resource;
import org.junit.jupiter.api.Test;

class DynamicDumpsTest {

  private final Ledger clusters = new Ledger(Clock.SYSTEM);
  private final Ledger listeners = new Ledger(Clock.SYSTEM);
  private final DynamicDumps dumps =
      new DynamicDumps(clusters, listeners, new Ledger(Clock.SYSTEM));

  @Test
  void showsWhatIsInUseWithItsVersion() {
    clusters.version("7");
    clusters.used(resource("b", "7", Cluster.newBuilder().setName("b").build()));
    clusters.used(resource("a", "6", Cluster.newBuilder().setName("a").build()));

    ClustersConfigDump dump = dump(ClustersConfigDump.class);

    assertThat(dump.getVersionInfo()).isEqualTo("7");
    assertThat(dump.getDynamicActiveClustersList())
        .extracting(ClustersConfigDump.DynamicCluster::getVersionInfo)
        .containsExactly("6", "7");
    assertThat(dump.getDynamicActiveClusters(0).getClientStatus())
        .isEqualTo(ClientResourceStatus.ACKED);
    assertThat(dump.getDynamicActiveClusters(0).getCluster().is(Cluster.class)).isTrue();
    assertThat(dump.getDynamicActiveClusters(0).hasErrorState()).isFalse();
  }

  @Test
  void showsWhatWasRefusedBesideWhatGoesOn() {
    listeners.used(resource("in", "1", Listener.newBuilder().setName("in").build()));
    listeners.refused(
        resource("in", "2", Listener.newBuilder().setName("in").build()), "address: missing");

    ListenersConfigDump dump = dump(ListenersConfigDump.class);

    var listener = dump.getDynamicListeners(0);
    assertThat(listener.getName()).isEqualTo("in");
    assertThat(listener.getActiveState().getVersionInfo()).isEqualTo("1");
    assertThat(listener.getErrorState().getVersionInfo()).isEqualTo("2");
    assertThat(listener.getErrorState().getDetails()).isEqualTo("address: missing");
    assertThat(listener.getClientStatus()).isEqualTo(ClientResourceStatus.NACKED);
  }

  private <D extends Message> D dump(Class<D> type) {
    return dumps.dumps(false).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static <M extends Message> Resource<M> resource(String name, String version, M message) {
    return new Resource<>(0, name, version, Any.pack(message), message);
  }
}
