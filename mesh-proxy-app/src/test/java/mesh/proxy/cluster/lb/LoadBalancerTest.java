package mesh.proxy.cluster.lb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.endpoint.HealthStatus;
import mesh.proxy.endpoint.Locality;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.testkit.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoadBalancerTest {

  private final IntUnaryOperator random = new SplittableRandom(1)::nextInt;
  private final Runtime runtime = new Runtime(random);
  private final FakeClock clock = new FakeClock();
  private final ClusterStats stats = new ClusterStats(Stats.root().scope("cluster.c"));
  private final Balancing turns = balancing(false, null);

  @Test
  void healthyHostsAloneGetRequests() {
    List<Endpoint> hosts = Hosts.of(4);
    hosts.get(3).raise(HealthFlag.FAILED_ACTIVE_HC);

    assertThat(shares(balancer(turns, hosts), 300)).hasSize(3).doesNotContainKey(hosts.get(3));
  }

  @Test
  void withoutHostsThereIsNobodyToPick() {
    var balancer = new LoadBalancer(Membership.EMPTY, turns, LbConfig.ENVOY, context(), stats);

    assertThat(balancer.choose(LbRequest.ANY)).isNull();
  }

  @Test
  void tooFewHealthyHostsIsPanic() {
    List<Endpoint> hosts = Hosts.of(4);
    hosts.subList(1, 4).forEach(host -> host.raise(HealthFlag.FAILED_OUTLIER_CHECK));

    assertThat(shares(balancer(turns, hosts), 400)).hasSize(4);
    assertThat(stats.counter(ClusterCounter.LB_HEALTHY_PANIC).value()).isEqualTo(400);
  }

  @Test
  void halfOfTheHostsIsNotPanicYet() {
    List<Endpoint> hosts = Hosts.of(4);
    hosts.subList(2, 4).forEach(host -> host.raise(HealthFlag.FAILED_OUTLIER_CHECK));

    assertThat(shares(balancer(turns, hosts), 400)).hasSize(2);
    assertThat(stats.counter(ClusterCounter.LB_HEALTHY_PANIC).value()).isZero();
  }

  @Test
  void panicCanRefuseInstead() {
    List<Endpoint> hosts = Hosts.of(4);
    hosts.forEach(host -> host.raise(HealthFlag.FAILED_ACTIVE_HC));
    var config =
        new LbConfig(50, true, Duration.ZERO, false, false, LbConfig.ENVOY.overrideStatuses());
    var balancer = new LoadBalancer(membership(Hosts.set(hosts)), turns, config, context(), stats);

    assertThat(balancer.choose(LbRequest.ANY)).isNull();
  }

  @Test
  void thePanicThresholdCanBeTurnedOffAtRuntime() {
    List<Endpoint> hosts = Hosts.of(4);
    hosts.subList(1, 4).forEach(host -> host.raise(HealthFlag.FAILED_ACTIVE_HC));
    runtime.replace(Map.of("upstream.healthy_panic_threshold", 0.0));

    assertThat(shares(balancer(turns, hosts), 100)).containsOnlyKeys(hosts.get(0));
  }

  @Test
  void degradedHostsTakeWhatIsLeft() {
    List<Endpoint> hosts = Hosts.of(4);
    hosts.get(2).raise(HealthFlag.DEGRADED_ACTIVE_HC);
    hosts.get(3).raise(HealthFlag.DEGRADED_ACTIVE_HC);

    var shares = shares(balancer(turns, hosts), 10_000); // 2 of 4 times 1.4: 70 percent healthy

    assertThat(shares.get(hosts.get(0)) + shares.get(hosts.get(1))).isBetween(6_800, 7_200);
    assertThat(shares.get(hosts.get(2))).isBetween(1_400, 1_600);
  }

  @Test
  void theNextPriorityHelpsOut() {
    List<Endpoint> first = Hosts.of(2);
    List<Endpoint> second = List.of(Hosts.host(11, 1));
    first.get(0).raise(HealthFlag.FAILED_ACTIVE_HC);
    var balancer = balancer(turns, membership(Hosts.set(first), Hosts.set(second)));

    var shares = shares(balancer, 10_000); // 1 of 2 times 1.4: 70 percent

    assertThat(shares.get(first.get(1))).isBetween(6_800, 7_200);
    assertThat(shares.get(second.get(0))).isBetween(2_800, 3_200);
  }

  @Test
  void aRequestCanChangeTheLoad() {
    List<Endpoint> second = List.of(Hosts.host(11, 1));
    var balancer = balancer(turns, membership(Hosts.set(Hosts.of(2)), Hosts.set(second)));

    Endpoint chosen =
        balancer.choose(
            new LbRequest() {
              @Override
              public PriorityLoad priorityLoad(PriorityLoad usual) {
                return usual.without(new boolean[] {true});
              }
            });

    assertThat(chosen).isSameAs(second.getFirst());
  }

  @Test
  void weightsCanDecideHowHealthyAPriorityIs() {
    List<Endpoint> first = Hosts.weighing(1, 9);
    first.get(1).raise(HealthFlag.FAILED_ACTIVE_HC);
    List<Endpoint> second = List.of(Hosts.host(11, 1));
    var membership = new Membership(List.of(Hosts.set(first), Hosts.set(second)), 140, true);

    assertThat(balancer(turns, membership).load().healthy(0)).isEqualTo(14);
  }

  @Test
  void uncheckedHostsDoNotCount() {
    List<Endpoint> hosts = Hosts.of(10);
    for (Endpoint host : hosts.subList(1, 10)) {
      host.raise(HealthFlag.FAILED_ACTIVE_HC);
      host.raise(HealthFlag.PENDING_ACTIVE_HC);
    }

    assertThat(shares(balancer(turns, hosts), 100)).containsOnlyKeys(hosts.get(0));
  }

  @Test
  void localitiesGetTrafficByWeightAndHealth() {
    List<Endpoint> near = Hosts.of(2);
    List<Endpoint> far = List.of(Hosts.host(11, 1), Hosts.host(12, 1));
    near.get(0).raise(HealthFlag.FAILED_ACTIVE_HC); // 70 percent of its weight is left
    var set =
        new HostSet(
            List.of(
                new LocalityHosts(new Locality("r", "near", ""), 10, near),
                new LocalityHosts(new Locality("r", "far", ""), 3, far)));

    var shares = shares(balancer(balancing(true, null), membership(set)), 10_000);

    assertThat(shares.get(near.get(1))).isBetween(6_990, 7_010);
    assertThat(shares.get(far.get(0))).isBetween(1_490, 1_510);
  }

  @Test
  void aLocalityWithoutWeightGetsNothing() {
    List<Endpoint> weighed = Hosts.of(2);
    List<Endpoint> other = List.of(Hosts.host(11, 1));
    var set =
        new HostSet(
            List.of(
                new LocalityHosts(new Locality("r", "a", ""), 1, weighed),
                new LocalityHosts(new Locality("r", "b", ""), 0, other)));

    assertThat(shares(balancer(balancing(true, null), membership(set)), 100))
        .doesNotContainKey(other.getFirst());
    assertThat(shares(balancer(turns, membership(set)), 100)).containsKey(other.getFirst());
  }

  @Test
  void refusedHostsAreDrawnAgain() {
    List<Endpoint> hosts = Hosts.of(3);
    var balancer = balancer(turns, hosts);
    var request = new Refusing(Set.of(hosts.get(0), hosts.get(1)), 5);

    for (int pick = 0; pick < 20; pick++) {
      assertThat(balancer.choose(request)).isSameAs(hosts.get(2));
    }
  }

  @Test
  void aRefusedHostIsBetterThanNone() {
    List<Endpoint> hosts = Hosts.of(1);

    assertThat(balancer(turns, hosts).choose(new Refusing(Set.copyOf(hosts), 3)))
        .isSameAs(hosts.getFirst());
  }

  @Test
  void aHostAskedForByAddressIsTaken() {
    List<Endpoint> hosts = Hosts.of(3);
    var balancer = balancer(turns, hosts);

    for (int pick = 0; pick < 10; pick++) {
      assertThat(balancer.choose(new Named("10.0.0.2:80", false))).isSameAs(hosts.get(1));
    }
  }

  @Test
  void aHostAskedForThatDoesNotServeIsReplacedUnlessThatIsForbidden() {
    List<Endpoint> hosts = Hosts.of(3);
    hosts.get(1).raise(HealthFlag.FAILED_ACTIVE_HC);
    var balancer = balancer(turns, hosts);

    assertThat(balancer.choose(new Named("10.0.0.2:80", false)))
        .isNotNull()
        .isNotSameAs(hosts.get(1));
    assertThat(balancer.choose(new Named("10.0.0.2:80", true))).isNull();
    assertThat(balancer.choose(new Named("10.9.9.9:80", true))).isNull();
  }

  @Test
  void unhealthyHostsMayBeAskedForIfConfigured() {
    List<Endpoint> hosts = Hosts.of(3);
    hosts.get(1).raise(HealthFlag.FAILED_ACTIVE_HC);
    var config =
        new LbConfig(50, false, Duration.ZERO, false, false, Set.of(HealthStatus.UNHEALTHY));
    var balancer = new LoadBalancer(membership(Hosts.set(hosts)), turns, config, context(), stats);

    assertThat(balancer.choose(new Named("10.0.0.2:80", true))).isSameAs(hosts.get(1));
    assertThat(balancer.choose(new Named("10.0.0.1:80", true))).isNull();
  }

  @Test
  void newHostsBeginWithASmallShare() {
    List<Endpoint> hosts = Hosts.of(2);
    hosts.get(0).healthySinceNanos(clock.getAsLong() - Duration.ofHours(1).toNanos());
    hosts.get(1).healthySinceNanos(clock.getAsLong());
    var slow = new SlowStart(Duration.ofSeconds(10).toNanos(), "", 1, 0.1);
    var balancer = balancer(balancing(false, slow), hosts);

    assertThat(shares(balancer, 1_100).get(hosts.get(1))).isBetween(98, 102); // 0.1 to 1
    clock.advance(Duration.ofSeconds(5));
    assertThat(shares(balancer, 1_500).get(hosts.get(1))).isBetween(490, 510); // 0.5 to 1
    clock.advance(Duration.ofSeconds(5));
    assertThat(shares(balancer, 1_000).get(hosts.get(1))).isBetween(499, 501);
  }

  private Balancing balancing(boolean weighted, @Nullable SlowStart slowStart) {
    return new Balancing(
        (candidates, scope) -> {
          Stride stride = candidates.turns(0);
          return (hash, attempt) -> candidates.get(stride.next());
        },
        false,
        weighted,
        slowStart);
  }

  private LoadBalancer balancer(Balancing balancing, List<Endpoint> hosts) {
    return balancer(balancing, membership(Hosts.set(hosts)));
  }

  private LoadBalancer balancer(Balancing balancing, Membership membership) {
    return new LoadBalancer(membership, balancing, LbConfig.ENVOY, context(), stats);
  }

  private LbContext context() {
    return new LbContext(runtime, random, clock);
  }

  private static Membership membership(HostSet... priorities) {
    return new Membership(List.of(priorities), Membership.OVERPROVISIONING, false);
  }

  private static Map<Endpoint, Integer> shares(LoadBalancer balancer, int picks) {
    Map<Endpoint, Integer> counts = new HashMap<>();
    for (int pick = 0; pick < picks; pick++) {
      counts.merge(
          java.util.Objects.requireNonNull(balancer.choose(LbRequest.ANY)), 1, Integer::sum);
    }
    return counts;
  }

  private record Refusing(Set<Endpoint> refused, int maxAttempts) implements LbRequest {

    @Override
    public boolean isRefused(Endpoint host) {
      return refused.contains(host);
    }
  }

  private record Named(String overrideHost, boolean isOverrideStrict) implements LbRequest {}
}
