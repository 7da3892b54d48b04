package mesh.proxy.cluster.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Declared;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one cluster. Shared by all loops.
 *
 * <p>Each metric is made when it is first written: of ten thousand clusters most see no traffic.
 * The admin port lists the others as zero all the same. Two loops may make one at the same time;
 * both then get the same metric of the scope, so nothing here needs more than plain fields.
 */
public final class ClusterStats {

  private static final ClusterCounter[] COUNTERS = ClusterCounter.values();
  private static final ClusterGauge[] GAUGES = ClusterGauge.values();
  private static final ClusterHistogram[] HISTOGRAMS = ClusterHistogram.values();
  private static final List<ClusterHistogram> ALWAYS_LISTED =
      List.of(
          ClusterHistogram.UPSTREAM_CX_CONNECT_MS,
          ClusterHistogram.UPSTREAM_CX_LENGTH_MS,
          ClusterHistogram.UPSTREAM_RQ_PER_CX);
  private static final Declared DECLARED =
      Declared.of(
          Arrays.stream(COUNTERS).map(ClusterCounter::leafName).toList(),
          Arrays.stream(GAUGES).map(ClusterGauge::leafName).toList(),
          ALWAYS_LISTED.stream().map(ClusterHistogram::leafName).toList());

  private final Stats scope;
  private @Nullable Counter @Nullable [] counters;
  private @Nullable Gauge @Nullable [] gauges;
  private @Nullable Histogram @Nullable [] histograms;
  private @Nullable ResponseStats responses;
  private volatile Map<String, ResponseStats> variants = Map.of();

  /**
   * Everything below {@code cluster.<name>.}.
   *
   * @param scope of this cluster
   */
  public ClusterStats(Stats scope) {
    this.scope = scope;
    scope.declare(DECLARED);
  }

  /** For what parts of a cluster count: {@code ssl}, {@code http2}, {@code health_check}. */
  public Stats scope() {
    return scope;
  }

  public void increment(ClusterCounter which) {
    counter(which).increment();
  }

  /**
   * Adds to a counter.
   *
   * @param count 0 or more
   */
  public void add(ClusterCounter which, long count) {
    counter(which).add(count);
  }

  public void increment(ClusterGauge which) {
    gauge(which).increment();
  }

  public void decrement(ClusterGauge which) {
    gauge(which).decrement();
  }

  public void set(ClusterGauge which, long value) {
    gauge(which).set(value);
  }

  public void record(ClusterHistogram which, long value) {
    histogram(which).record(value);
  }

  /** The counter itself, for those who keep it. */
  public Counter counter(ClusterCounter which) {
    @Nullable Counter[] made = counters;
    if (made == null) {
      made = new Counter[COUNTERS.length];
      counters = made;
    }
    Counter counter = made[which.ordinal()];
    if (counter == null) {
      counter = scope.counter(which.leafName());
      made[which.ordinal()] = counter;
    }
    return counter;
  }

  /** The gauge itself, for those who keep it. */
  public Gauge gauge(ClusterGauge which) {
    @Nullable Gauge[] made = gauges;
    if (made == null) {
      made = new Gauge[GAUGES.length];
      gauges = made;
    }
    Gauge gauge = made[which.ordinal()];
    if (gauge == null) {
      gauge = scope.gauge(which.leafName());
      made[which.ordinal()] = gauge;
    }
    return gauge;
  }

  /** The histogram itself, for those who keep it. */
  public Histogram histogram(ClusterHistogram which) {
    @Nullable Histogram[] made = histograms;
    if (made == null) {
      made = new Histogram[HISTOGRAMS.length];
      histograms = made;
    }
    Histogram histogram = made[which.ordinal()];
    if (histogram == null) {
      histogram = scope.histogram(which.leafName());
      made[which.ordinal()] = histogram;
    }
    return histogram;
  }

  /** All answers: {@code upstream_rq_2xx}, {@code upstream_rq_time} and so on. */
  public ResponseStats responses() {
    ResponseStats made = responses;
    if (made == null) {
      made = new ResponseStats(scope);
      responses = made;
    }
    return made;
  }

  /**
   * The same for some of the answers.
   *
   * @param variant {@code canary}, {@code internal}, {@code external}, {@code retry} or {@code
   *     zone.from.to}
   */
  public ResponseStats responses(String variant) {
    ResponseStats found = variants.get(variant);
    if (found != null) {
      return found;
    }
    if (!(variants instanceof ConcurrentHashMap)) {
      variants = new ConcurrentHashMap<>();
    }
    return variants.computeIfAbsent(variant, name -> new ResponseStats(scope.scope(name)));
  }
}
