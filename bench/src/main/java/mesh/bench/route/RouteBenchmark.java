package mesh.bench.route;

import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.concurrent.TimeUnit;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.connection.ConnectionInfo;
import mesh.proxy.http.Headers;
import mesh.proxy.route.Route;
import mesh.proxy.route.RouteContext;
import mesh.proxy.route.RouteTable;
import mesh.proxy.route.RouteTableConfig;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stream.StreamInfo;
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

/** One route of one request: the virtual host by its domain, then the last of ten prefixes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteBenchmark {

  private static final int ROUTES = 10;

  @Param({"1", "1000"})
  int virtualHosts;

  private final Runtime runtime = new Runtime(bound -> 0);
  private final StreamInfo info =
      new StreamInfo(
          new ConnectionInfo(
              ProtoValue.hostAndPort("127.0.0.1", 80), ProtoValue.hostAndPort("127.0.0.1", 1234)),
          0,
          0);
  private @Nullable RouteTable table;
  private @Nullable Headers head;

  /** Makes the table and a request for its last host. */
  @Setup
  public void setUp() {
    var routes = RouteConfiguration.newBuilder();
    for (int number = 0; number < virtualHosts; number++) {
      routes.addVirtualHosts(host(number));
    }
    table = RouteTableConfig.parse(routes.build(), RouteContext.lenient());
    String last = domain(virtualHosts - 1);
    head = Headers.request("GET", "http", last, "/service/" + (ROUTES - 1) + "/items?id=1");
  }

  /** Finds the route. */
  @Benchmark
  public @Nullable Route route() {
    return table == null || head == null ? null : table.route(head, info, runtime, 0);
  }

  private static VirtualHost host(int number) {
    var host = VirtualHost.newBuilder().setName("host-" + number).addDomains(domain(number));
    for (int route = 0; route < ROUTES; route++) {
      host.addRoutes(
          io.envoyproxy.envoy.config.route.v3.Route.newBuilder()
              .setMatch(RouteMatch.newBuilder().setPrefix("/service/" + route))
              .setRoute(RouteAction.newBuilder().setCluster("cluster")));
    }
    return host.build();
  }

  private static String domain(int number) {
    return "service-" + number + ".default.svc.cluster.local";
  }
}
