package mesh.proxy.cluster.outlier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.ControlLoop;

/**
 * Ejects the outliers of one cluster. Confined to the control loop, but for what says otherwise.
 */
public final class OutlierDetector {

  private static final int PERCENT = 100;
  private static final double PER_THOUSAND = 1000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final OutlierConfig config;
  private final OutlierEnvironment environment;
  private final OutlierListener listener;
  private final OutlierStats stats;
  private final OutlierEvents events;
  private final Map<Endpoint, HostMonitor> monitors = new IdentityHashMap<>();
  private volatile SuccessRates external = SuccessRates.UNKNOWN;
  private volatile SuccessRates local = SuccessRates.UNKNOWN;
  private ControlLoop.Timer timer;

  /**
   * A detector without hosts.
   *
   * @param cluster scope of the cluster
   */
  public OutlierDetector(
      OutlierConfig config,
      String clusterName,
      Stats cluster,
      OutlierEnvironment environment,
      OutlierListener listener) {
    this.config = config;
    this.environment = environment;
    this.listener = listener;
    this.stats = new OutlierStats(cluster);
    this.events = new OutlierEvents(clusterName, environment.log(), environment.clockMillis());
    this.timer = nextInterval();
  }

  /** Begins to watch these hosts. */
  public void add(Iterable<Endpoint> hosts) {
    for (Endpoint host : hosts) {
      var monitor = new HostMonitor(this, host);
      monitors.put(host, monitor);
      host.monitor(monitor);
    }
  }

  /** Ends to watch these hosts. */
  public void remove(Iterable<Endpoint> hosts) {
    for (Endpoint host : hosts) {
      if (monitors.remove(host) != null) {
        host.monitor(null);
        if (host.has(HealthFlag.FAILED_OUTLIER_CHECK)) {
          stats.active().decrement();
        }
      }
    }
  }

  /** An active health check of the host passed. */
  public void checkPassed(Endpoint host) {
    HostMonitor monitor = monitors.get(host);
    if (config.unejectsOnCheck() && monitor != null && isEjected(monitor)) {
      uneject(monitor);
    }
  }

  /** Ends to watch all hosts. */
  public void close() {
    timer.cancel();
    remove(List.copyOf(monitors.keySet()));
  }

  /** Success rates of the last interval; on any thread. */
  public SuccessRates successRates() {
    return external;
  }

  /** Success rates of our own side in the last interval; on any thread. */
  public SuccessRates localOriginSuccessRates() {
    return local;
  }

  /**
   * A host's success rate in the last interval; on any thread.
   *
   * @return percent; -1 if there was too little to count, or nobody counts
   */
  public static double successPercent(Endpoint host, Origin origin) {
    return host.monitor() instanceof HostMonitor monitor
        ? monitor.results(origin == Origin.LOCAL).successPercent()
        : -1;
  }

  /** Whose errors are counted. */
  public enum Origin {
    /** The host's, or all if they are not split. */
    EXTERNAL,
    /** Our own. */
    LOCAL
  }

  /** On any thread. */
  boolean splitsOrigin() {
    return config.splitsOrigin();
  }

  /** The number as it is now; on any thread. */
  long get(Setting setting) {
    return config.get(setting, environment.runtime());
  }

  /** A host failed too often in a row; on any thread. */
  void reached(HostMonitor monitor, EjectionType type) {
    environment.loop().execute(() -> consecutive(monitor, type));
  }

  private void consecutive(HostMonitor monitor, EjectionType type) {
    if (monitors.get(monitor.host()) != monitor || isEjected(monitor)) {
      return; // gone or ejected meanwhile
    }
    stats.detected(type);
    eject(monitor, type, SuccessRates.UNKNOWN);
    monitor.forget(type);
  }

  private ControlLoop.Timer nextInterval() {
    return environment.loop().after(Duration.ofMillis(get(Setting.INTERVAL_MS)), this::interval);
  }

  private void interval() {
    long now = environment.loop().nanoTime();
    for (HostMonitor monitor : monitors.values()) {
      unejectIfDue(monitor, now);
      monitor.results(false).turn();
      monitor.results(true).turn();
    }
    external = judge(EjectionType.SUCCESS_RATE, EjectionType.FAILURE_PERCENTAGE);
    local =
        judge(EjectionType.SUCCESS_RATE_LOCAL_ORIGIN, EjectionType.FAILURE_PERCENTAGE_LOCAL_ORIGIN);
    timer = nextInterval();
  }

  private void unejectIfDue(HostMonitor monitor, long now) {
    if (!isEjected(monitor)) {
      monitor.backoff(Math.max(0, monitor.backoff() - 1)); // good behaviour pays
      return;
    }
    long base = get(Setting.BASE_EJECTION_TIME_MS);
    long most = Math.max(base, get(Setting.MAX_EJECTION_TIME_MS));
    long millis = Math.min(base * monitor.backoff(), most) + monitor.jitterMillis();
    if (now - monitor.ejectedAtNanos() >= millis * NANOS_PER_MILLI) {
      uneject(monitor);
    }
  }

  /** Looks for hosts that are worse than the others, or bad enough by themselves. */
  private SuccessRates judge(EjectionType byRate, EjectionType byFailures) {
    boolean localOrigin = byRate.isLocalOrigin();
    long rateVolume = get(Setting.SUCCESS_RATE_REQUEST_VOLUME);
    long failureVolume = get(Setting.FAILURE_PERCENTAGE_REQUEST_VOLUME);
    List<HostMonitor> rated = new ArrayList<>();
    List<HostMonitor> counted = new ArrayList<>();
    for (HostMonitor monitor : monitors.values()) {
      ResultCount results = monitor.results(localOrigin);
      int volume = results.volume();
      if (isEjected(monitor) || volume == 0 || volume < Math.min(rateVolume, failureVolume)) {
        results.dismiss();
        continue;
      }
      if (volume >= rateVolume) {
        rated.add(monitor);
      }
      if (volume >= failureVolume) {
        counted.add(monitor);
      }
    }
    SuccessRates rates = SuccessRates.UNKNOWN;
    if (!rated.isEmpty() && rated.size() >= get(Setting.SUCCESS_RATE_MINIMUM_HOSTS)) {
      rates = ejectBelowRate(rated, byRate);
    }
    if (!counted.isEmpty() && counted.size() >= get(Setting.FAILURE_PERCENTAGE_MINIMUM_HOSTS)) {
      ejectAboveFailures(counted, byFailures);
    }
    return rates;
  }

  private SuccessRates ejectBelowRate(List<HostMonitor> rated, EjectionType type) {
    List<Double> percents =
        rated.stream().map(host -> host.results(type.isLocalOrigin()).successPercent()).toList();
    var rates = SuccessRates.of(percents, get(Setting.SUCCESS_RATE_STDEV_FACTOR) / PER_THOUSAND);
    for (int at = 0; at < rated.size(); at++) {
      if (percents.get(at) < rates.threshold()) {
        stats.detected(type);
        eject(rated.get(at), type, rates);
      }
    }
    return rates;
  }

  private void ejectAboveFailures(List<HostMonitor> counted, EjectionType type) {
    long threshold = get(Setting.FAILURE_PERCENTAGE_THRESHOLD);
    for (HostMonitor monitor : counted) {
      double failed = PERCENT - monitor.results(type.isLocalOrigin()).successPercent();
      if (!isEjected(monitor) && failed >= threshold) {
        stats.detected(type);
        eject(monitor, type, SuccessRates.UNKNOWN);
      }
    }
  }

  private void eject(HostMonitor monitor, EjectionType type, SuccessRates rates) {
    if (!mayEject()) {
      stats.overflow();
      return;
    }
    stats.ejectable(type);
    long now = environment.loop().nanoTime();
    if (environment.randomBelow().applyAsInt(PERCENT) >= get(type.enforcing())) {
      events.ejected(monitor, type, rates, false, now);
      return;
    }
    stats.active().increment();
    stats.enforced(type);
    monitor.host().raise(HealthFlag.FAILED_OUTLIER_CHECK);
    monitor.ejected(now, jitter());
    growBackoff(monitor);
    events.ejected(monitor, type, rates, true, now);
    listener.healthChanged(monitor.host());
  }

  private boolean mayEject() {
    long active = stats.active().value();
    double percent = (double) PERCENT * active / monitors.size();
    return percent < Math.min(PERCENT, get(Setting.MAX_EJECTION_PERCENT))
        || config.alwaysEjectsOne() && active == 0;
  }

  private void growBackoff(HostMonitor monitor) {
    long base = get(Setting.BASE_EJECTION_TIME_MS);
    long most = Math.max(base, get(Setting.MAX_EJECTION_TIME_MS));
    if (monitor.backoff() * base < most + base) {
      monitor.backoff(monitor.backoff() + 1);
    }
  }

  private long jitter() {
    long most = get(Setting.MAX_EJECTION_TIME_JITTER_MS);
    return most == 0
        ? 0
        : environment.randomBelow().applyAsInt((int) Math.min(most + 1, Integer.MAX_VALUE));
  }

  private void uneject(HostMonitor monitor) {
    long now = environment.loop().nanoTime();
    stats.active().decrement();
    monitor.host().clear(HealthFlag.FAILED_OUTLIER_CHECK);
    monitor.host().healthySinceNanos(now);
    monitor.unejected(now);
    events.unejected(monitor, now);
    listener.healthChanged(monitor.host());
  }

  private static boolean isEjected(HostMonitor monitor) {
    return monitor.host().has(HealthFlag.FAILED_OUTLIER_CHECK);
  }
}
