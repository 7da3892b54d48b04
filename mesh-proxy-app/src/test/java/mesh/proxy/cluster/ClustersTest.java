package mesh.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.type.Assignment;
import mesh.proxy.cluster.type.AssignmentPolicy;
import mesh.proxy.cluster.type.ClusterTypeFactory;
import mesh.proxy.cluster.type.EndpointSource;
import mesh.proxy.cluster.type.SourceContext;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.endpoint.Locality;
import org.junit.jupiter.api.Test;

class ClustersTest {

  private final FakeType told = new FakeType();
  private final FakeProxy proxy = new FakeProxy(List.of(told), List.of());

  @Test
  void aStaticClusterIsReadyAtOnce() {
    proxy.apply(ClusterTexts.TWO_HOSTS);

    assertThat(proxy.backend().hosts()).hasSize(2);
    assertThat(proxy.backend().choose(LbRequest.ANY)).isIn(proxy.backend().hosts());
    assertThat(proxy.gauge("membership_total")).isEqualTo(2);
    assertThat(proxy.gauge("membership_healthy")).isEqualTo(2);
    assertThat(proxy.heard).containsExactly("added backend");
  }

  @Test
  void aClusterIsNotUsedBeforeItsFirstSearchIsOver() {
    proxy.apply("cluster_type { name: 'told' }");
    assertThat(proxy.clusters.get("backend")).isNull();
    assertThat(proxy.clusters.warming()).containsExactly("backend");

    told.say(1, 2);
    told.sink().ready();

    assertThat(proxy.backend().hosts()).hasSize(2);
    assertThat(proxy.clusters.warming()).isEmpty();
  }

  @Test
  void aClusterThatNeedNotBeWarmIsUsedAtOnce() {
    proxy.apply("cluster_type { name: 'told' } wait_for_warm_on_init { value: false }");

    assertThat(proxy.backend().choose(LbRequest.ANY)).isNull();
  }

  @Test
  void theOldClusterServesUntilTheNewOneIsReady() {
    proxy.apply(ClusterTexts.TWO_HOSTS);
    var before = proxy.backend();

    proxy.apply("cluster_type { name: 'told' }");
    assertThat(proxy.backend()).isSameAs(before);
    told.sink().ready();

    assertThat(proxy.backend()).isNotSameAs(before);
    assertThat(proxy.heard).containsExactly("added backend", "added backend", "removed backend");
  }

  @Test
  void tellsWhenAllClustersAreWarm() {
    List<String> said = new ArrayList<>();
    proxy.apply("cluster_type { name: 'told' }");

    proxy.clusters.whenWarm(() -> said.add("warm"));
    assertThat(said).isEmpty();
    told.sink().ready();

    assertThat(said).containsExactly("warm");
  }

  @Test
  void aRemovedClusterIsGoneWithItsStatistics() {
    proxy.apply(ClusterTexts.TWO_HOSTS);

    assertThat(proxy.clusters.remove("backend")).isTrue();

    assertThat(proxy.clusters.get("backend")).isNull();
    assertThat(proxy.heard).containsExactly("added backend", "removed backend");
    List<String> names = new ArrayList<>();
    proxy.stats.visit((prefix, metric) -> names.add(prefix + metric.leafName()));
    assertThat(names).isEmpty();
    assertThat(proxy.clusters.remove("backend")).isFalse();
  }

  @Test
  void hostsThatAreNamedAgainStayTheSame() {
    proxy.apply("cluster_type { name: 'told' }");
    told.say(1, 2);
    told.sink().ready();
    List<Endpoint> before = proxy.backend().hosts();

    told.say(2, 3);

    assertThat(proxy.backend().hosts()).contains(before.get(1)).doesNotContain(before.get(0));
    assertThat(proxy.heard).contains("gone [10.0.0.1:80]");
    assertThat(proxy.counter("membership_change")).isEqualTo(2);
  }

  @Test
  void theSameAssignmentChangesNothing() {
    proxy.apply("cluster_type { name: 'told' }");
    told.say(1, 2);
    told.say(1, 2);

    assertThat(proxy.counter("membership_change")).isEqualTo(1);
    assertThat(proxy.counter("update_no_rebuild")).isEqualTo(1);
  }

  @Test
  void aHostWithANewWeightStaysTheSame() {
    proxy.apply("cluster_type { name: 'told' }");
    told.say(1, 2);
    told.sink().ready();
    Endpoint first = proxy.backend().hosts().getFirst();

    told.sink().update(FakeType.assignment(List.of(FakeType.host(1, 5), FakeType.host(2, 1))));

    assertThat(proxy.backend().hosts().getFirst()).isSameAs(first);
    assertThat(first.weight()).isEqualTo(5);
    assertThat(proxy.counter("membership_change")).isEqualTo(1);
  }

  @Test
  void everyBreakerIsListedBeforeItIsUsed() {
    proxy.apply(ClusterTexts.TWO_HOSTS);

    List<String> names = new ArrayList<>();
    proxy.stats.visit((prefix, metric) -> names.add(prefix + metric.leafName()));

    assertThat(names)
        .contains(
            "cluster.backend.circuit_breakers.default.cx_open",
            "cluster.backend.circuit_breakers.high.rq_retry_open",
            "cluster.backend.upstream_rq_total",
            "cluster.backend.upstream_cx_connect_ms",
            "cluster.backend.warming_state")
        .doesNotHaveDuplicates();
  }

  @Test
  void unhealthyHostsGetNoRequestsAtOnce() {
    proxy.apply(
        "outlier_detection { consecutive_5xx { value: 1 } max_ejection_percent { value: 100 } }"
            + ClusterTexts.TWO_HOSTS);
    Endpoint bad = proxy.backend().hosts().getFirst();
    proxy.backend().choose(LbRequest.ANY);

    bad.reportResult(500);

    assertThat(bad.has(HealthFlag.FAILED_OUTLIER_CHECK)).isTrue();
    for (int pick = 0; pick < 4; pick++) {
      assertThat(proxy.backend().choose(LbRequest.ANY)).isNotSameAs(bad);
    }
    assertThat(proxy.gauge("membership_healthy")).isEqualTo(1);
    assertThat(proxy.heard).contains("failed 127.0.0.1:8001");
  }

  @Test
  void changesOfHealthWithinAWindowAreAppliedTogether() {
    proxy.apply(
        """
        common_lb_config { update_merge_window { seconds: 1 } }
        outlier_detection { consecutive_5xx { value: 1 } max_ejection_percent { value: 100 } }
        """
            + ClusterTexts.TWO_HOSTS);
    proxy.loop.advance(java.time.Duration.ofSeconds(2));

    proxy.backend().hosts().get(0).reportResult(500);
    assertThat(proxy.gauge("membership_healthy")).isEqualTo(1);
    proxy.backend().hosts().get(1).reportResult(500);
    assertThat(proxy.gauge("membership_healthy")).isEqualTo(1);
    proxy.loop.advance(java.time.Duration.ofSeconds(1));

    assertThat(proxy.gauge("membership_healthy")).isZero();
  }

  @Test
  void discoveryMayWantRequestsDropped() {
    proxy.apply(dropping("numerator: 100"));
    assertThat(proxy.backend().drawDrop()).isEqualTo(mesh.proxy.cluster.Cluster.Drop.ALL);

    proxy.apply(dropping("numerator: 1")); // every draw is 0
    assertThat(proxy.backend().drawDrop()).isEqualTo(mesh.proxy.cluster.Cluster.Drop.DRAWN);

    proxy.runtime.replace(Map.of("load_balancing_policy.drop_overload_limit", 0.0));
    assertThat(proxy.backend().drawDrop()).isEqualTo(mesh.proxy.cluster.Cluster.Drop.NONE);
  }

  @Test
  void anOperatorCanCloseACluster() {
    proxy.apply(ClusterTexts.TWO_HOSTS);
    assertThat(proxy.backend().isInMaintenance()).isFalse();

    proxy.runtime.replace(Map.of("upstream.maintenance_mode.backend", 1.0));

    assertThat(proxy.backend().isInMaintenance()).isTrue();
  }

  @Test
  void everyMessageBelowAClusterIsDeclared() {
    assertThat(proxy.extensions.supported().undeclared()).isEmpty();
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThatThrownBy(() -> proxy.apply("cluster_type { name: 'envoy.clusters.redis' }"))
        .hasMessageContaining(
            "cluster_type.name: envoy.clusters.redis (expected: one of [envoy.cluster.");
  }

  @Test
  void aHostNameInAStaticClusterIsRefused() {
    assertThatThrownBy(() -> proxy.apply(ClusterTexts.TWO_HOSTS.replace("127.0.0.1", "localhost")))
        .hasMessage(
            "load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address.address:"
                + " localhost (expected: an IP address; STRICT_DNS and LOGICAL_DNS clusters take"
                + " host names)");
  }

  private static String dropping(String share) {
    return ClusterTexts.TWO_HOSTS.replace(
        "load_assignment {",
        "load_assignment { policy { drop_overloads { category: 'x' drop_percentage { "
            + share
            + " } } } ");
  }

  /** Discovery by a test. */
  static final class FakeType implements ClusterTypeFactory<Empty> {

    private final List<EndpointSource.Sink> sinks = new ArrayList<>();

    @Override
    public String name() {
      return "told";
    }

    @Override
    public Empty prototype() {
      return Empty.getDefaultInstance();
    }

    @Override
    public Supported supported() {
      return Supported.none();
    }

    @Override
    public Function<SourceContext, EndpointSource> bind(Cluster cluster, Empty config) {
      return context ->
          new EndpointSource() {
            @Override
            public void start(Sink sink) {
              sinks.add(sink);
            }

            @Override
            public void close() {}
          };
    }

    EndpointSource.Sink sink() {
      return sinks.getLast();
    }

    /** Hosts of these numbers, all alike. */
    void say(int... numbers) {
      sink()
          .update(
              assignment(
                  Stream.of(numbers)
                      .flatMapToInt(java.util.Arrays::stream)
                      .mapToObj(n -> host(n, 1))
                      .toList()));
    }

    static Assignment assignment(List<Assignment.Host> hosts) {
      return new Assignment(
          List.of(new Assignment.Group(Locality.NONE, 0, 0, hosts)), AssignmentPolicy.ENVOY);
    }

    static Assignment.Host host(int number, int weight) {
      SocketAddress address = ProtoValue.hostAndPort("10.0.0." + number, 80);
      EndpointConfig usual = EndpointConfig.of(address);
      var config =
          new EndpointConfig(
              address,
              List.of(),
              "",
              Locality.NONE,
              0,
              weight,
              usual.status(),
              false,
              usual.metadata(),
              null);
      return new Assignment.Host(address, "", config);
    }
  }
}
