package mesh.proxy.filter.http;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.cluster.ClusterExtensions;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.TestClusters;
import mesh.proxy.config.ProtoYaml;
import mesh.proxy.filter.network.ListenerFacts.Direction;
import mesh.proxy.health.HealthState;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ControlLoop;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;
import mesh.proxy.workload.LocalNode;
import mesh.proxy.workload.ServiceMetrics;
import mesh.testkit.FakeClock;

/** The proxy around a filter under test: time and chance by script, statistics to look at. */
public final class FilterHost implements AutoCloseable {

  public final FakeClock clock = new FakeClock();
  public final Stats stats = Stats.root();
  public final HealthState health = new HealthState();

  /** What every draw gives; the least number, unless a test sets it. */
  public IntUnaryOperator random = bound -> 0;

  public final Runtime runtime = new Runtime(bound -> random.applyAsInt(bound));

  /** Answers calls at once, by script. */
  public final ScriptedGrpc grpc = new ScriptedGrpc();

  public final Clusters clusters;
  private final ClusterExtensions clusterExtensions;
  private final EventLoopGroup loops = new DefaultEventLoopGroup(1);
  private final Workers workers = Workers.of(loops);

  public FilterHost() {
    clusters = TestClusters.on(new HereAndNow(), stats, runtime);
    clusterExtensions = TestClusters.extensions(runtime, clock);
  }

  /** Of the listener around the filter. */
  public Direction direction = Direction.INBOUND;

  private final LocalNode node =
      LocalNode.of(
          "sidecar~127.0.1.2~shop-1.shop~shop.svc.cluster.local",
          ProtoYaml.parse(
              Struct.getDefaultInstance(),
              "{WORKLOAD_NAME: shop, NAMESPACE: shop, CLUSTER_ID: mesh,"
                  + " LABELS: {app: shop, version: v1}}"));
  private final ServiceMetrics metrics = new ServiceMetrics(node, stats);

  /** What a filter of that name is bound with. */
  public FilterContext context(String filterName) {
    return new FilterContext(
        filterName,
        "http.ingress.",
        stats,
        runtime,
        clusters,
        grpc,
        workers,
        health,
        "my-cluster",
        direction,
        metrics,
        bound -> random.applyAsInt(bound),
        clock);
  }

  public Worker worker() {
    return workers.all().getFirst();
  }

  /** Adds a cluster, or replaces it. */
  public void cluster(Message proto) {
    clusters.apply(
        ClusterConfig.parse(
            (io.envoyproxy.envoy.config.cluster.v3.Cluster) proto, clusterExtensions));
  }

  /** Counters and gauges that are not zero, but for those of clusters. */
  public Map<String, Object> counts() {
    var counts = new TreeMap<String, Object>();
    stats.visit(
        (prefix, metric) -> {
          String name = prefix + metric.leafName();
          long value =
              switch (metric) {
                case Counter counter -> counter.value();
                case Gauge gauge -> gauge.value();
                default -> 0;
              };
          if (value != 0 && !name.startsWith("cluster.")) {
            counts.put(name, value);
          }
        });
    return new LinkedHashMap<>(counts);
  }

  @Override
  public void close() {
    loops.shutdownGracefully();
  }

  private final class HereAndNow implements ControlLoop {

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return clock.getAsLong();
    }

    @Override
    public boolean isHere() {
      return true;
    }
  }
}
