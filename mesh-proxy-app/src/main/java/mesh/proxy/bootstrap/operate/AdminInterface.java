package mesh.proxy.bootstrap.operate;

import com.google.protobuf.util.Timestamps;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mesh.config.InvalidConfigException;
import mesh.proxy.accesslog.AccessLog;
import mesh.proxy.admin.AdminConfig;
import mesh.proxy.admin.AdminPage;
import mesh.proxy.admin.AdminPages;
import mesh.proxy.admin.AdminServer;
import mesh.proxy.admin.dump.ConfigDumpPage;
import mesh.proxy.admin.dump.EndpointDumps;
import mesh.proxy.admin.dump.StaticDumps;
import mesh.proxy.admin.page.CertificatePages;
import mesh.proxy.admin.page.ClusterPages;
import mesh.proxy.admin.page.CommandPages;
import mesh.proxy.admin.page.ListenerPages;
import mesh.proxy.admin.page.LoggingPage;
import mesh.proxy.admin.page.RuntimePages;
import mesh.proxy.admin.page.ServerPages;
import mesh.proxy.admin.page.StatsPages;
import mesh.proxy.config.ProtoValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.ChannelBindException;

/** The admin interface of a running proxy. Made and closed on cold threads. */
public final class AdminInterface implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AdminInterface.class);

  private final AdminServer server;

  private AdminInterface(AdminServer server) {
    this.server = server;
  }

  /**
   * Binds the interface where the bootstrap says, or where it usually is.
   *
   * @param beforeLook brings numbers up to date that nobody counts
   * @return null if there is to be none
   * @throws InvalidConfigException if {@code admin} is wrong
   * @throws AddressInUseException if another program has the address
   */
  public static @Nullable AdminInterface open(
      Operated rooms, AdminSettings settings, Runnable beforeLook) {
    AdminConfig config =
        ProtoValue.under(
            "admin", () -> AdminConfig.parse(rooms.bootstrap().getAdmin(), rooms.accessLogs()));
    boolean isConfigured = rooms.bootstrap().getAdmin().hasAddress();
    InetSocketAddress address = isConfigured ? config.address() : settings.usual();
    if (address == null) {
      return null;
    }
    var pages = new AdminPages(pages(rooms, settings, beforeLook));
    try {
      var server =
          new AdminServer(new AdminConfig(address, config.accessLog()), pages, rooms.stats());
      log.atInfo().addKeyValue("address", server.address()).log("Admin interface is open");
      return new AdminInterface(server);
    } catch (ChannelBindException e) {
      throw new AddressInUseException(
          address, isConfigured ? "admin.address" : "mesh.proxy.admin.port", e);
    }
  }

  /**
   * Binds an interface on which nothing can be changed: statistics and readiness.
   *
   * @param beforeLook brings numbers up to date that nobody counts
   * @throws AddressInUseException if another program has the address
   */
  public static AdminInterface openForScrapes(
      Operated rooms, AdminSettings settings, InetSocketAddress address, Runnable beforeLook) {
    var stats = new StatsPages(rooms.statsConfig().page(rooms.stats()), beforeLook);
    var server =
        new ServerPages(new ProcessFacts(rooms, settings.options()), rooms::warmingClusters);
    List<AdminPage> pages = List.of(stats.prometheus(), server.ready("/healthz/ready"));
    try {
      var bound =
          new AdminServer(
              new AdminConfig(address, AccessLog.NONE), new AdminPages(pages), rooms.stats());
      log.atInfo().addKeyValue("address", bound.address()).log("Prometheus may read");
      return new AdminInterface(bound);
    } catch (ChannelBindException e) {
      throw new AddressInUseException(address, "mesh.proxy.prometheus.port", e);
    }
  }

  /** Where it is bound. */
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }

  private static List<AdminPage> pages(
      Operated rooms, AdminSettings settings, Runnable beforeLook) {
    Set<String> fixed =
        rooms.bootstrap().getStaticResources().getClustersList().stream()
            .map(Cluster::getName)
            .collect(Collectors.toUnmodifiableSet());
    var clusters = rooms.clusters();
    var loaded = Timestamps.fromMillis(System.currentTimeMillis());
    var dumps =
        new ConfigDumpPage(
            List.of(
                new StaticDumps(rooms.bootstrap(), loaded),
                rooms.dynamic(),
                new EndpointDumps(clusters::all, fixed::contains)));
    var control = new Operator(rooms, settings.quit());
    var facts = new ProcessFacts(rooms, settings.options());
    var stats = rooms.statsConfig().page(rooms.stats());
    List<AdminPage> all = new ArrayList<>(dumps.all());
    all.addAll(new StatsPages(stats, beforeLook).all());
    all.addAll(new RuntimePages(rooms.layers()).all());
    all.addAll(new LoggingPage(new LoggerNames(settings.logging())).all());
    all.addAll(new CommandPages(control, rooms.health()).all());
    all.addAll(new ServerPages(facts, rooms::warmingClusters).all());
    all.addAll(new ListenerPages(() -> listeners(rooms)).all());
    all.addAll(new ClusterPages(clusters::all, fixed::contains).all());
    all.addAll(new CertificatePages(rooms.tls()::inUse).all());
    return all;
  }

  private static List<ListenerPages.Shown> listeners(Operated rooms) {
    return rooms.listeners().all().stream()
        .map(listener -> new ListenerPages.Shown(listener.name(), listener.addresses()))
        .toList();
  }
}
