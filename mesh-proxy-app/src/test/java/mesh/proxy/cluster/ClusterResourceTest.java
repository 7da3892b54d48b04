package mesh.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.ArrayList;
import java.util.List;
import mesh.proxy.config.Supported;
import mesh.proxy.xds.Clock;
import mesh.proxy.xds.Ledger;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.ResourceType;
import mesh.proxy.xds.Update;
import mesh.proxy.xds.XdsResourceContract;
import org.junit.jupiter.api.Test;

class ClusterResourceTest extends XdsResourceContract<Cluster> {

  private final FakeProxy proxy = new FakeProxy();
  private final Ledger ledger = new Ledger(Clock.SYSTEM);
  private final List<String> answers = new ArrayList<>();
  private final ClusterResource resource =
      new ClusterResource(
          proxy.clusters,
          proxy.extensions,
          proxy.loop,
          ledger,
          "static"::equals,
          () -> answers.add("answered"));

  @Test
  void addsAndRemoves() {
    resource.update(update("1", List.of(cluster("a"), cluster("b")), List.of()));
    assertThat(proxy.heard).containsExactly("added a", "added b");

    resource.update(update("2", List.of(cluster("a")), List.of("b")));
    assertThat(proxy.heard).containsExactly("added a", "added b", "removed b");
    assertThat(answers).hasSize(2);
    assertThat(ledger.version()).isEqualTo("2");
  }

  @Test
  void leavesAClusterAloneThatIsWhatItWas() {
    resource.update(update("1", List.of(cluster("a")), List.of()));
    var before = proxy.clusters.get("a");

    resource.update(update("2", List.of(cluster("a")), List.of()));

    assertThat(proxy.clusters.get("a")).isSameAs(before);
    assertThat(ledger.entries().getFirst().used().version()).isEqualTo("2");
  }

  @Test
  void takesTheRightOnesAndNamesTheOthers() {
    assertThatThrownBy(
            () -> resource.update(update("1", List.of(cluster("a"), eds("b")), List.of())))
        .isInstanceOf(RefusedUpdateException.class)
        .hasMessage("b: eds_cluster_config: null (expected: set: type is EDS)");
    assertThat(proxy.clusters.isKnown("a")).isTrue();
    assertThat(proxy.clusters.isKnown("b")).isFalse();
    assertThat(answers).hasSize(1);
  }

  @Test
  void doesNotTouchTheBootstrapsOwn() {
    resource.update(update("1", List.of(cluster("static")), List.of("static")));

    assertThat(proxy.heard).isEmpty();
    assertThat(ledger.entries()).isEmpty();
  }

  @Override
  protected ResourceType<Cluster> type() {
    return ClusterResource.TYPE;
  }

  @Override
  protected Supported supported() {
    return proxy.extensions.supported();
  }

  @Override
  protected Cluster named(String name) {
    return Cluster.newBuilder().setName(name).build();
  }

  private static Update<Cluster> update(
      String version, List<Cluster> clusters, List<String> removed) {
    List<Resource<Cluster>> resources = new ArrayList<>();
    for (Cluster cluster : clusters) {
      resources.add(
          new Resource<>(resources.size(), cluster.getName(), version, Any.pack(cluster), cluster));
    }
    return new Update<>(resources, removed, version);
  }

  private static Cluster cluster(String name) {
    return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.STATIC).build();
  }

  private static Cluster eds(String name) {
    return Cluster.newBuilder().setName(name).setType(Cluster.DiscoveryType.EDS).build();
  }
}
