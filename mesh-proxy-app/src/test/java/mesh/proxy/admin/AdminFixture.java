package mesh.proxy.admin;

import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import io.envoyproxy.envoy.admin.v3.CommandLineOptions;
import io.envoyproxy.envoy.admin.v3.ServerInfo;
import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import mesh.proxy.admin.dump.ConfigDumpPage;
import mesh.proxy.admin.dump.EndpointDumps;
import mesh.proxy.admin.dump.StaticDumps;
import mesh.proxy.admin.page.CertificatePages;
import mesh.proxy.admin.page.ClusterPages;
import mesh.proxy.admin.page.CommandPages;
import mesh.proxy.admin.page.ListenerPages;
import mesh.proxy.admin.page.LoggerLevels;
import mesh.proxy.admin.page.LoggingPage;
import mesh.proxy.admin.page.RuntimePages;
import mesh.proxy.admin.page.ServerControl;
import mesh.proxy.admin.page.ServerFacts;
import mesh.proxy.admin.page.ServerPages;
import mesh.proxy.admin.page.StatsPages;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.TestClusters;
import mesh.proxy.health.HealthState;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.layer.RuntimeLayers;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.render.StatsPage;
import mesh.proxy.stats.tag.TagRules;
import mesh.proxy.tls.CertificatesInUse;
import mesh.proxy.worker.ControlLoop;

/** A proxy as its operator sees it: everything that the pages show, without traffic. */
final class AdminFixture implements ServerFacts, ServerControl, LoggerLevels {

  static final String BOOTSTRAP =
"""
      {node: {id: "node-1", cluster: "front"},
       static_resources: {
         clusters: [
           {name: "svc:1", type: STATIC,
            circuit_breakers: {thresholds: [{max_requests: 55}]},
            load_assignment: {cluster_name: "svc", endpoints: [
              {locality: {region: "r1", zone: "z1"}, lb_endpoints: [
                {endpoint: {address: {socket_address: {address: "127.0.0.1", port_value: 19081}}, hostname: "h1"},
                 metadata: {filter_metadata: {"envoy.lb": {canary: true}}}},
                {endpoint: {address: {socket_address: {address: "127.0.0.1", port_value: 19082}}},
                 load_balancing_weight: 3}]}]}},
           {name: "zipkin", type: STATIC}],
         listeners: [
           {name: "main", address: {socket_address: {address: "127.0.0.1", port_value: 19080}},
            filter_chains: [{
              transport_socket: {name: "tls", typed_config: {
                "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
                common_tls_context: {tls_certificates: [
                  {certificate_chain: {filename: "c.pem"}, private_key: {inline_string: "secret"}}]}}},
              filters: [{name: "hcm", typed_config: {
                "@type":
                 "type.googleapis.com/envoy.extensions.filters.network\
.http_connection_manager.v3.HttpConnectionManager",
                stat_prefix: "in", route_config: {name: "local_route"}}}]}]}]}}
""";

  final Stats stats = Stats.root();
  final HealthState health = new HealthState();
  final Runtime runtime = new Runtime(bound -> 0);
  final RuntimeLayers layers = new RuntimeLayers(RuntimeLayers.USUAL, runtime, stats);
  final List<String> done = new ArrayList<>();
  final List<CertificatesInUse> certificates = new ArrayList<>();
  final Map<String, String> loggers = new LinkedHashMap<>(Map.of("admin", "info"));
  final AdminPages pages;
  private final Bootstrap bootstrap = bootstrap();
  private final Clusters clusters;

  AdminFixture() {
    loggers.put("http", "info");
    clusters = TestClusters.on(new HereAndNow(), stats, runtime);
    var extensions = TestClusters.extensions(runtime, System::nanoTime);
    bootstrap
        .getStaticResources()
        .getClustersList()
        .forEach(proto -> clusters.apply(ClusterConfig.parse(proto, extensions)));
    var all = new ArrayList<AdminPage>();
    all.addAll(
        new StatsPages(new StatsPage(stats, TagRules.STANDARD, BucketRules.STANDARD), () -> {})
            .all());
    all.addAll(new RuntimePages(layers).all());
    all.addAll(new LoggingPage(this).all());
    all.addAll(new CommandPages(this, health).all());
    all.addAll(new ServerPages(this, clusters::warming).all());
    all.addAll(new ListenerPages(() -> List.of(shown())).all());
    all.addAll(new ClusterPages(clusters::all, name -> !name.equals("zipkin")).all());
    all.addAll(new CertificatePages(() -> certificates).all());
    all.addAll(
        new ConfigDumpPage(
                List.of(
                    new StaticDumps(bootstrap, Timestamps.fromMillis(1_700_000_000_000L)),
                    new EndpointDumps(clusters::all, name -> true)))
            .all());
    pages = new AdminPages(all);
  }

  /** What a page answers: status, type and text. */
  String ask(String method, String target) {
    AdminAnswer answer = pages.answer(AdminRequest.of(method, target, ""));
    var text = new StringBuilder();
    try {
      answer.body().write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.status() + " " + answer.contentType() + "\n" + text;
  }

  String get(String target) {
    return ask("GET", target);
  }

  String post(String target) {
    return ask("POST", target);
  }

  @Override
  public String version() {
    return "0000/0.1.0/Clean/RELEASE/BoringSSL";
  }

  @Override
  public ServerInfo.State state() {
    return health.isFailed() ? ServerInfo.State.DRAINING : ServerInfo.State.LIVE;
  }

  @Override
  public Duration uptime() {
    return Duration.ofSeconds(39);
  }

  @Override
  public CommandLineOptions options() {
    return CommandLineOptions.newBuilder().setConcurrency(2).setConfigPath("envoy.yaml").build();
  }

  @Override
  public Node node() {
    return bootstrap.getNode();
  }

  @Override
  public void drain(Drain how) {
    done.add(how.toString());
  }

  @Override
  public void quit() {
    done.add("quit");
  }

  @Override
  public void reopenLogs() {
    done.add("reopen");
  }

  @Override
  public Map<String, String> levels() {
    return new TreeMap<>(loggers);
  }

  @Override
  public void set(String logger, String level) {
    loggers.put(logger, level);
  }

  private static ListenerPages.Shown shown() {
    return new ListenerPages.Shown("main", List.of(new InetSocketAddress("127.0.0.1", 19080)));
  }

  private static Bootstrap bootstrap() {
    var proto = Bootstrap.newBuilder();
    try {
      JsonFormat.parser()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(HttpConnectionManager.getDescriptor())
                  .add(DownstreamTlsContext.getDescriptor())
                  .build())
          .merge(BOOTSTRAP, proto);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return proto.build();
  }

  /** A control loop for tests without one: tasks run where they are given. */
  private static final class HereAndNow implements ControlLoop {

    private final Executor executor = Runnable::run;

    @Override
    public Timer after(Duration delay, Runnable task) {
      return () -> {};
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public boolean isHere() {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      executor.execute(task);
    }
  }
}
