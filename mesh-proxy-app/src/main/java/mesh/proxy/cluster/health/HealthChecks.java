package mesh.proxy.cluster.health;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import mesh.proxy.cluster.health.HealthEnvironment.ClusterFacts;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthCheckTarget;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.tls.UpstreamTls;
import mesh.proxy.worker.ControlLoop;
import org.jspecify.annotations.Nullable;

/** The health checks of one cluster's hosts. Confined to the control loop. */
public final class HealthChecks {

  private static final int ALWAYS = 100;

  private final HealthCheckConfig config;
  private final ClusterFacts cluster;
  private final HealthEnvironment environment;
  private final HealthListener listener;
  private final HealthStats stats;
  private final HealthEvents events;
  private final ProbeContext probes;
  private final Map<Endpoint, HealthSession> sessions = new IdentityHashMap<>();
  private boolean firstRound = true;
  private boolean beginning;

  /** Checks that begin with the first {@link #add}. */
  public HealthChecks(
      HealthCheckConfig config,
      ClusterFacts cluster,
      HealthEnvironment environment,
      HealthListener listener) {
    this.config = config;
    this.cluster = cluster;
    this.environment = environment;
    this.listener = listener;
    this.stats = HealthStats.of(cluster.stats());
    this.events =
        new HealthEvents(
            cluster.name(),
            config.checker().type(),
            config.eventFiles().stream()
                .map(path -> environment.files().open(path, "event_log_path"))
                .toList(),
            environment.clockMillis());
    this.probes =
        new ProbeContext(
            environment.loops(),
            config.reuseConnection(),
            this::verifiesCluster,
            stats.verifyCluster(),
            environment.clockMillis());
  }

  /** True if the host is checked at all. */
  public static boolean isChecked(Endpoint host) {
    HealthCheckTarget own = host.config().healthCheck();
    return own == null || !own.disabled();
  }

  /** Begins to check these hosts. */
  public void add(Iterable<Endpoint> hosts) {
    beginning = true;
    for (Endpoint host : hosts) {
      if (isChecked(host)) {
        var session = new HealthSession(this, host, config.checker().probe(target(host), probes));
        sessions.put(host, session);
        session.begin();
      } else {
        stats.healthy().increment();
      }
    }
    beginning = false;
    sessionAnswered();
  }

  /** Ends the checks of these hosts. */
  public void remove(Iterable<Endpoint> hosts) {
    for (Endpoint host : hosts) {
      HealthSession session = sessions.remove(host);
      if (session != null) {
        session.close();
      }
      if (!host.has(HealthFlag.FAILED_ACTIVE_HC)) {
        stats.healthy().decrement();
      }
      if (host.has(HealthFlag.DEGRADED_ACTIVE_HC)) {
        stats.degraded().decrement();
      }
    }
    sessionAnswered();
  }

  /** An answer said {@code x-envoy-immediate-health-check-fail}. */
  public void failPassively(Endpoint host) {
    HealthSession session = sessions.get(host);
    if (session != null) {
      session.failPassively();
    }
  }

  /** Ends all checks. */
  public void close() {
    sessions.values().forEach(HealthSession::close);
    sessions.clear();
  }

  HealthCheckConfig config() {
    return config;
  }

  CheckTiming timing() {
    return config.timing();
  }

  HealthStats stats() {
    return stats;
  }

  HealthEvents events() {
    return events;
  }

  HealthListener listener() {
    return listener;
  }

  ControlLoop loop() {
    return environment.loop();
  }

  IntUnaryOperator randomBelow() {
    return environment.randomBelow();
  }

  boolean hasTraffic() {
    return cluster.hasTraffic().getAsBoolean();
  }

  /** A host has been checked, or is gone. */
  void sessionAnswered() {
    if (firstRound
        && !beginning
        && sessions.values().stream().allMatch(HealthSession::hasBeenChecked)) {
      firstRound = false;
      listener.firstRoundOver();
    }
  }

  private boolean verifiesCluster() {
    return environment.runtime().integer("health_check.verify_cluster", ALWAYS)
        > environment.randomBelow().applyAsInt(ALWAYS);
  }

  private ProbeTarget target(Endpoint host) {
    HealthCheckTarget own = host.config().healthCheck();
    return new ProbeTarget(
        cluster.name(),
        () -> environment.loops().transport().address(address(host, own)),
        host,
        own == null ? "" : own.hostname(),
        tls(host));
  }

  private SocketAddress address(Endpoint host, @Nullable HealthCheckTarget own) {
    SocketAddress address = own == null || own.address() == null ? host.address() : own.address();
    int port = own == null || own.port() == 0 ? config.altPort() : own.port();
    return port != 0 && address instanceof InetSocketAddress inet
        ? new InetSocketAddress(inet.getAddress(), port)
        : address;
  }

  private @Nullable UpstreamTls tls(Endpoint host) {
    UpstreamTls tls =
        config.socketCriteria().isEmpty()
            ? cluster.tls().apply(host)
            : cluster.matchingTls().apply(config.socketCriteria());
    if (tls == null) {
      return null;
    }
    return tls.offering(config.alpn().isEmpty() ? config.checker().alpn() : config.alpn());
  }
}
