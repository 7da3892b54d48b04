package mesh.proxy.filter.network.httpconnectionmanager;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.cluster.ClusterConfig;
import mesh.proxy.cluster.ClusterContext;
import mesh.proxy.cluster.ClusterExtensions;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.lb.roundrobin.RoundRobinPolicy;
import mesh.proxy.cluster.pool.Pools;
import mesh.proxy.cluster.type.fixed.FixedClusterFactory;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.http.router.RouterFilterFactory;
import mesh.proxy.filter.network.Drainable;
import mesh.proxy.filter.network.ListenerFacts;
import mesh.proxy.filter.network.NetworkConnection;
import mesh.proxy.filter.network.NetworkFilter;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.health.HealthState;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.stream.ConnectionInfo;
import mesh.proxy.stream.StreamInfo;
import mesh.proxy.tracing.Tracer;
import mesh.proxy.worker.ControlLoop;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Worker;
import mesh.proxy.worker.Workers;

/**
 * A connection manager on a real socket, in front of real upstreams, without listener and
 * bootstrap.
 */
final class TestProxy implements AutoCloseable {

  private final EventLoopGroup loops;
  private final Channel socket;
  final Stats stats = Stats.root();
  final java.util.concurrent.LinkedBlockingQueue<StreamInfo> log =
      new java.util.concurrent.LinkedBlockingQueue<>();

  /**
   * Begins to listen.
   *
   * @param manager text format of an HttpConnectionManager
   * @param clusters text format of clusters
   */
  TestProxy(int port, boolean logs, String manager, String... clusters) throws Exception {
    Transport transport = Transport.detect();
    loops = transport.newLoops(1);
    Workers workers = Workers.of(loops);
    var runtime = new Runtime(bound -> ThreadLocalRandom.current().nextInt(bound));
    ControlLoop control = new LoopControl(loops.next());
    var context =
        new ClusterContext(
            stats,
            runtime,
            control,
            bound -> ThreadLocalRandom.current().nextInt(bound),
            (s, st) -> null);
    var live = new Clusters(context);
    var extensions =
        new ClusterExtensions(
            List.of(new FixedClusterFactory()),
            List.of(new RoundRobinPolicy()),
            new LbContext(
                runtime, bound -> ThreadLocalRandom.current().nextInt(bound), System::nanoTime));
    for (String text : clusters) {
      var proto = Cluster.newBuilder();
      TextFormat.merge(text, proto);
      ClusterConfig config = ClusterConfig.parse(proto.build(), extensions);
      loops.next().submit(() -> live.apply(config)).get();
    }
    var pools = new Pools(workers, transport);
    var services =
        new ConnectionManagerServices(
            new ExtensionMenu<>(List.of()),
            new ExtensionMenu<>(List.of(new RouterFilterFactory(pools))),
            live,
            new HealthState(),
            configs -> logs ? log::add : AccessLog.NONE,
            (config, egress) -> Tracer.NONE,
            "test",
            "test");
    var networkContext =
        new NetworkFilterContext(
            new ListenerFacts("test", ListenerFacts.Direction.UNSPECIFIED, 1024 * 1024),
            stats,
            stats.scope("listener.test."),
            runtime,
            workers,
            transport,
            bound -> ThreadLocalRandom.current().nextInt(bound),
            System::nanoTime);
    var proto = HttpConnectionManager.newBuilder();
    TextFormat.Parser.newBuilder()
        .setTypeRegistry(TypeRegistry.newBuilder().add(Router.getDescriptor()).build())
        .build()
        .merge(manager, proto);
    NetworkFilter filter =
        new ConnectionManagerFactory(services).bind(proto.build(), networkContext);
    socket =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    filter.onConnection(new Connection(channel, workers.of(channel)));
                  }
                })
            .bind("127.0.0.1", port)
            .sync()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  @Override
  public void close() {
    socket.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  static String cluster(String name, int port, String more) {
    return """
    name: "%s" connect_timeout { seconds: 1 } %s
    load_assignment { cluster_name: "%s" endpoints { lb_endpoints { endpoint { address { socket_address {
      address: "127.0.0.1" port_value: %d } } } } } }
    """
        .formatted(name, more, name, port);
  }

  static String manager(String routes) {
    return """
    stat_prefix: "test"
    http_filters { name: "envoy.filters.http.router" typed_config {
      [type.googleapis.com/envoy.extensions.filters.http.router.v3.Router] {} } }
    route_config { name: "r" virtual_hosts { name: "all" domains: "*" %s } }
    """
        .formatted(routes);
  }

  /**
   * For measurements: listens on the first argument, forwards to the second; "h2" as third speaks
   * HTTP/2 upstream.
   */
  public static void main(String[] args) throws Exception {
    String http2 = args.length > 2 && args[2].equals("h2") ? "http2_protocol_options {}" : "";
    String manager = manager("routes { match { prefix: \"/\" } route { cluster: \"up\" } }");
    try (var proxy =
        new TestProxy(
            Integer.parseInt(args[0]),
            false,
            manager,
            cluster("up", Integer.parseInt(args[1]), http2))) {
      System.out.println("listening on " + proxy.port());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private record Connection(Channel channel, Worker worker, ConnectionInfo info)
      implements NetworkConnection {

    Connection(Channel channel, Worker worker) {
      this(channel, worker, new ConnectionInfo(channel.localAddress(), channel.remoteAddress()));
    }

    @Override
    public void onDrain(Drainable drainable) {}

    @Override
    public void resume() {}

    @Override
    public void close(String details) {
      channel.close();
    }
  }

  private record LoopControl(EventLoop loop) implements ControlLoop {

    @Override
    public Timer after(Duration delay, Runnable task) {
      var timer = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public boolean isHere() {
      return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }
  }
}
