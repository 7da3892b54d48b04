package mesh.proxy.bootstrap;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import mesh.identity.client.IdentityClient;
import mesh.identity.client.IdentitySettings;
import mesh.proxy.accesslog.AccessLogConfig;
import mesh.proxy.accesslog.AccessLogContext;
import mesh.proxy.accesslog.stream.GrpcLogs;
import mesh.proxy.accesslog.writer.LogFiles;
import mesh.proxy.admin.dump.DynamicDumps;
import mesh.proxy.bootstrap.discovery.Discovery;
import mesh.proxy.bootstrap.discovery.NodeIdentity;
import mesh.proxy.bootstrap.discovery.OwnSecrets;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.ServerLife;
import mesh.proxy.bootstrap.operate.Upkeep;
import mesh.proxy.catalog.AccessLogSinks;
import mesh.proxy.catalog.ClusterTypes;
import mesh.proxy.catalog.ExtensionJars;
import mesh.proxy.catalog.HealthCheckers;
import mesh.proxy.catalog.HttpFilters;
import mesh.proxy.catalog.LbPolicies;
import mesh.proxy.catalog.ListenerFilters;
import mesh.proxy.catalog.Menu;
import mesh.proxy.catalog.NetworkFilters;
import mesh.proxy.catalog.Tracers;
import mesh.proxy.cluster.ClusterContext;
import mesh.proxy.cluster.ClusterExtensions;
import mesh.proxy.cluster.Clusters;
import mesh.proxy.cluster.dns.Resolvers;
import mesh.proxy.cluster.event.EventFiles;
import mesh.proxy.cluster.event.EventLog;
import mesh.proxy.cluster.grpc.GrpcClient;
import mesh.proxy.cluster.grpc.PoolGrpcClient;
import mesh.proxy.cluster.lb.LbContext;
import mesh.proxy.cluster.pool.Pools;
import mesh.proxy.cluster.stats.ClusterStats;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.file.FileWatch;
import mesh.proxy.filter.Extension;
import mesh.proxy.filter.ExtensionMenu;
import mesh.proxy.filter.http.HttpFilterFactory;
import mesh.proxy.filter.http.router.RouterFilterFactory;
import mesh.proxy.filter.network.ListenerFacts;
import mesh.proxy.filter.network.NetworkFilterContext;
import mesh.proxy.filter.network.NetworkFilterFactory;
import mesh.proxy.filter.network.httpconnectionmanager.ConnectionManagerFactory;
import mesh.proxy.health.HealthState;
import mesh.proxy.listener.ListenerServices;
import mesh.proxy.listener.Listeners;
import mesh.proxy.match.Regex;
import mesh.proxy.route.RouteResource;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.runtime.layer.LayerConfig;
import mesh.proxy.runtime.layer.RuntimeLayers;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.flush.StatsConfig;
import mesh.proxy.tls.TlsContexts;
import mesh.proxy.tls.TransportSocketConfig;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.tls.UpstreamTlsConfig;
import mesh.proxy.tls.secret.SecretConfig;
import mesh.proxy.tls.secret.Secrets;
import mesh.proxy.tracing.TraceContext;
import mesh.proxy.tracing.TracingConfig;
import mesh.proxy.tracing.collector.ClusterCollectors;
import mesh.proxy.worker.ClientLoops;
import mesh.proxy.worker.EventLoopControl;
import mesh.proxy.worker.Transport;
import mesh.proxy.worker.Workers;
import mesh.proxy.workload.LocalNode;
import mesh.proxy.workload.ServiceMetrics;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.ConnectionProvider;

/**
 * Every room of the proxy, made in the order in which they need each other. Belongs to one process.
 */
final class Rooms implements AutoCloseable {

  private static final Duration FILE_WATCH = Duration.ofSeconds(1);
  private static final Duration LOG_FLUSH = Duration.ofSeconds(1);

  final StatsConfig statsConfig;
  final Stats stats;
  final HealthState health = new HealthState();
  final ServerLife life = new ServerLife(health);
  final Transport transport = Transport.detect();
  final EventLoopGroup loops;
  final EventLoopGroup controlLoops;
  final EventLoop control;
  final ScheduledExecutorService cold;
  final Workers workers;
  final Runtime runtime;
  final RuntimeLayers layers;
  final LogFiles logFiles;
  final GrpcClient grpcClient;
  final GrpcLogs grpcLogs;
  final AccessLogConfig accessLogs;
  final ConnectionProvider reports = ConnectionProvider.create("reports");
  final EventFiles eventFiles = new EventFiles();
  final Discovery discovery;
  final @Nullable IdentityClient identity;
  final Secrets secrets;
  final TlsContexts tls;
  final Resolvers resolvers;
  final Clusters clusters;
  final ClusterExtensions clusterExtensions;
  final Listeners listeners;
  final ListenerServices listenerServices;
  final Operated operated;
  final Upkeep upkeep;

  Rooms(Bootstrap bootstrap, ProxyServer.Options options) {
    int concurrency = options.concurrency();
    ExtensionJars extensions = options.extensions();
    statsConfig = StatsConfig.parse(bootstrap);
    stats = statsConfig.newStats();
    int count =
        concurrency > 0 ? concurrency : java.lang.Runtime.getRuntime().availableProcessors();
    IntUnaryOperator random = bound -> ThreadLocalRandom.current().nextInt(bound);
    loops = transport.newLoops(count);
    workers = Workers.of(loops);
    controlLoops = transport.newLoops("control", 1);
    control = controlLoops.next();
    cold = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("cold", true));
    runtime = new Runtime(random);
    layers = layers(bootstrap);
    Regex.limitProgramSize(runtime);
    logFiles = new LogFiles(LOG_FLUSH, stats);
    FileWatch watch = FileWatch.polling(cold, FILE_WATCH);
    discovery = new Discovery(bootstrap, cold, stats);
    identity = identity(options.identity());
    secrets = secrets(bootstrap);
    tls = new TlsContexts(secrets, watch, System::currentTimeMillis);
    var clients = new ClientLoops(control, transport);
    resolvers = new Resolvers(clients);
    clusters =
        new Clusters(
            new ClusterContext(
                stats,
                runtime,
                new EventLoopControl(control),
                clients,
                resolvers,
                random,
                System::currentTimeMillis,
                eventFiles,
                ejections(bootstrap),
                this::upstreamTls));
    discovery.connectThrough(clusters, control, transport);
    clusterExtensions =
        ClusterExtensions.of(
            ClusterTypes.of(discovery.sources()),
            LbPolicies.ALL,
            HealthCheckers.ALL,
            new LbContext(runtime, random, System::nanoTime));
    var pools = new Pools(workers, transport);
    clusters.listen(pools);
    grpcClient = new PoolGrpcClient(clusters, pools);
    grpcLogs =
        new GrpcLogs(
            NodeIdentity.of(bootstrap.getNode(), List.of()).toByteArray(),
            workers,
            grpcClient,
            stats,
            random);
    accessLogs =
        new AccessLogConfig(
            new AccessLogContext(logFiles, grpcLogs, runtime, random), AccessLogSinks.ALL);
    List<HttpFilterFactory<?>> filters = new ArrayList<>(HttpFilters.ALL);
    filters.addAll(extensions.httpFilters());
    var node = bootstrap.getNode();
    var http =
        new ConnectionManagerFactory.Services(
            new ExtensionMenu<>(filters),
            new ExtensionMenu<>(List.of(new RouterFilterFactory(pools, OwnAddress.find()))),
            clusters,
            grpcClient,
            health,
            accessLogs,
            tracing(bootstrap),
            new RouteResource.Origin(
                discovery.sources(), discovery.routes(), discovery.known(clusters)),
            node.getId(),
            node.getCluster(),
            new ServiceMetrics(LocalNode.of(node.getId(), node.getMetadata()), stats));
    listeners = new Listeners(workers, loops, transport, runtime, stats, health);
    List<NetworkFilterFactory<?>> networkFilters = new ArrayList<>(NetworkFilters.of(http));
    networkFilters.addAll(extensions.networkFilters());
    listenerServices =
        new ListenerServices(
            new ExtensionMenu<>(ListenerFilters.ALL),
            new ExtensionMenu<>(networkFilters),
            tls,
            accessLogs,
            new NetworkFilterContext(
                new ListenerFacts("", ListenerFacts.Direction.UNSPECIFIED, 0),
                stats,
                stats,
                runtime,
                workers,
                transport,
                random,
                System::nanoTime));
    List<Extension<?>> httpFilters = new ArrayList<>(filters);
    httpFilters.addAll(http.terminals().all());
    discovery.introduce(Menu.of(networkFilters, httpFilters, clusterExtensions));
    operated =
        new Operated(
            bootstrap,
            life,
            health,
            stats,
            statsConfig,
            layers,
            listeners,
            clusters,
            control,
            tls,
            secrets,
            accessLogs,
            logFiles,
            new DynamicDumps(discovery.clusters(), discovery.listeners(), discovery.routes()),
            identity);
    upkeep = new Upkeep(operated, workers.count());
  }

  private RuntimeLayers layers(Bootstrap bootstrap) {
    List<LayerConfig> configs =
        ProtoValue.under(
            "layered_runtime",
            () ->
                LayerConfig.parse(bootstrap.getLayeredRuntime(), bootstrap.getNode().getCluster()));
    return new RuntimeLayers(configs.isEmpty() ? RuntimeLayers.USUAL : configs, runtime, stats);
  }

  /** What configuration that comes later goes into. */
  Discovery.Rooms dynamic(Bootstrap bootstrap) {
    return new Discovery.Rooms(
        bootstrap,
        clusters,
        clusterExtensions,
        new EventLoopControl(control),
        listenerServices,
        listeners);
  }

  @SuppressWarnings("deprecation") // tracing of the bootstrap serves managers that name no provider
  private TracingConfig tracing(Bootstrap bootstrap) {
    var node = bootstrap.getNode();
    var context =
        new TraceContext(
            node.getId(),
            node.getCluster(),
            OwnAddress.find(),
            stats,
            runtime,
            clusters::isKnown,
            new ClusterCollectors(clusters, new ClientLoops(control, transport), reports),
            () -> ThreadLocalRandom.current().nextLong());
    return new TracingConfig(
        context,
        Tracers.ALL,
        bootstrap.getTracing().hasHttp() ? bootstrap.getTracing().getHttp() : null);
  }

  private EventLog ejections(Bootstrap bootstrap) {
    String path = bootstrap.getClusterManager().getOutlierDetection().getEventLogPath();
    return path.isEmpty()
        ? EventLog.NONE
        : eventFiles.open(path, "cluster_manager.outlier_detection.event_log_path");
  }

  private @Nullable IdentityClient identity(@Nullable IdentitySettings settings) {
    if (settings == null) {
      return null;
    }
    IdentityClient client = IdentityClient.of(settings);
    var own = new OwnSecrets(cold);
    client.listen(own);
    discovery.offer(own);
    return client;
  }

  private Secrets secrets(Bootstrap bootstrap) {
    List<SecretConfig> secrets =
        bootstrap.getStaticResources().getSecretsList().stream().map(SecretConfig::new).toList();
    return new Secrets(secrets, discovery.sources(), stats);
  }

  private @Nullable UpstreamTls upstreamTls(TransportSocket socket, ClusterStats clusterStats) {
    UpstreamTlsConfig config = TransportSocketConfig.upstream(socket);
    return config == null ? null : tls.upstream(config, "", clusterStats.scope());
  }

  @Override
  public void close() {
    upkeep.close();
    grpcLogs.close();
    if (identity != null) {
      identity.close();
    }
    discovery.close();
    clusters.close();
    reports.dispose();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    controlLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    discovery.settle();
    cold.shutdownNow();
    logFiles.close();
    eventFiles.close();
    resolvers.close();
  }
}
