package mesh.bench.cluster;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.lb.Balancing;
import mesh.proxy.cluster.lb.HostSet;
import mesh.proxy.cluster.lb.LbConfig;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.LbPolicy;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.lb.LoadBalancer;
import mesh.proxy.cluster.lb.LocalityHosts;
import mesh.proxy.cluster.lb.Membership;
import mesh.proxy.cluster.lb.leastrequest.LeastRequestPolicy;
import mesh.proxy.cluster.lb.maglev.MaglevPolicy;
import mesh.proxy.cluster.lb.random.RandomPolicy;
import mesh.proxy.cluster.lb.ringhash.RingHashPolicy;
import mesh.proxy.cluster.lb.roundrobin.RoundRobinPolicy;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.EndpointConfig;
import mesh.proxy.endpoint.HealthStatus;
import mesh.proxy.endpoint.Locality;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One choice of a host, of all healthy hosts of one priority. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LoadBalancerBenchmark {

  @Param({"round_robin", "least_request", "random", "ring_hash", "maglev"})
  String policy = "";

  @Param({"10", "1000"})
  int hosts;

  /** Largest weight; 1 gives all hosts the same. */
  @Param({"1", "10"})
  int weights;

  private final Hashed request = new Hashed();
  private @Nullable LoadBalancer balancer;

  /** Makes the hosts. */
  @Setup
  public void setUp() {
    IntUnaryOperator random = bound -> ThreadLocalRandom.current().nextInt(bound);
    var context = new LbContext(new Runtime(random), random, System::nanoTime);
    List<Endpoint> all = new ArrayList<>();
    for (int number = 0; number < hosts; number++) {
      all.add(endpoint(number, 1 + number % weights));
    }
    var set = new HostSet(List.of(new LocalityHosts(Locality.NONE, 0, all)));
    balancer =
        new LoadBalancer(
            new Membership(List.of(set), Membership.OVERPROVISIONING, false),
            balancing(context),
            LbConfig.ENVOY,
            context,
            new ClusterStats(Stats.root().scope("cluster.bench")));
  }

  /** Chooses; the requests differ in their hashes. */
  @Benchmark
  public @Nullable Endpoint choose() {
    request.hash += 0x9E3779B97F4A7C15L;
    return balancer == null ? null : balancer.choose(request);
  }

  private Balancing balancing(LbContext context) {
    return switch (policy) {
      case "round_robin" -> bind(new RoundRobinPolicy(), context);
      case "least_request" -> bind(new LeastRequestPolicy(), context);
      case "random" -> bind(new RandomPolicy(), context);
      case "ring_hash" -> bind(new RingHashPolicy(), context);
      case "maglev" -> bind(new MaglevPolicy(), context);
      default -> throw new IllegalArgumentException(policy);
    };
  }

  private static <P extends Message> Balancing bind(LbPolicy<P> policy, LbContext context) {
    return policy.bind(policy.prototype(), context);
  }

  private static Endpoint endpoint(int number, int weight) {
    var address = ProtoValue.hostAndPort("10.0." + number / 256 + "." + number % 256, 80);
    var usual = EndpointConfig.of(address);
    var config =
        new EndpointConfig(
            address,
            List.of(),
            "",
            Locality.NONE,
            0,
            weight,
            HealthStatus.UNKNOWN,
            false,
            usual.metadata(),
            null);
    return new Endpoint(address, "", config, 0);
  }

  /** A request with a hash. */
  private static final class Hashed implements LbRequest {

    private long hash;

    @Override
    public boolean hasHash() {
      return true;
    }

    @Override
    public long hash() {
      return hash;
    }
  }
}
