package mesh.proxy.bootstrap.actuator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mesh.proxy.bootstrap.operate.Operated;
import mesh.proxy.bootstrap.operate.Operations;
import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Gauge;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Metric;
import mesh.proxy.stats.TextReadout;
import mesh.proxy.stats.tag.Tag;
import mesh.proxy.stats.tag.TagRules;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;

/**
 * {@code /actuator/metrics}: beside the meters of the virtual machine Envoy's statistics, as {@code
 * envoy.} and the name without its tags. Tags drill down as with any meter: {@code
 * ?tag=envoy.cluster_name:backend}.
 */
@EndpointWebExtension(endpoint = MetricsEndpoint.class)
final class MetricsWithStats {

  private static final String PREFIX = "envoy.";

  private final MetricsEndpoint endpoint;
  private final Operations operations;

  /** In the shape of {@link MetricsEndpoint.MetricNamesDescriptor}. */
  record Names(Set<String> names) {}

  /** In the shape of {@link MetricsEndpoint.MetricDescriptor}. */
  record Shown(String name, List<Sample> measurements, List<Values> availableTags) {}

  record Sample(String statistic, double value) {}

  record Values(String tag, Set<String> values) {}

  MetricsWithStats(MetricsEndpoint endpoint, Operations operations) {
    this.endpoint = endpoint;
    this.operations = operations;
  }

  /** The names of all meters. */
  @ReadOperation
  public Names listNames() {
    var names = new TreeSet<>(endpoint.listNames().getNames());
    Operated rooms = operations.rooms();
    if (rooms != null) {
      TagRules tags = rooms.statsConfig().tags();
      rooms
          .stats()
          .visit(
              (scope, metric) -> names.add(PREFIX + tags.split(scope + metric.leafName()).name()));
    }
    return new Names(names);
  }

  /**
   * One meter; null if there is none.
   *
   * @param tag {@code name:value}, each of which must fit
   */
  @ReadOperation
  public @Nullable Object metric(@Selector String requiredMetricName, @Nullable List<String> tag) {
    Operated rooms = operations.rooms();
    if (rooms == null || !requiredMetricName.startsWith(PREFIX)) {
      return endpoint.metric(requiredMetricName, tag);
    }
    operations.beforeLook();
    var sum = new Sum(requiredMetricName, tag == null ? List.of() : tag);
    TagRules tags = rooms.statsConfig().tags();
    rooms.stats().visit((scope, metric) -> sum.add(tags.split(scope + metric.leafName()), metric));
    return sum.isEmpty() ? null : sum.shown();
  }

  /** Adds up all statistics of a name. */
  private static final class Sum {

    private final String name;
    private final List<String> wanted;
    private final Map<String, Double> samples = new TreeMap<>();
    private final Map<String, Set<String>> tags = new TreeMap<>();

    Sum(String name, List<String> wanted) {
      this.name = name;
      this.wanted = wanted;
    }

    void add(TagRules.Tagged tagged, Metric metric) {
      if (!name.equals(PREFIX + tagged.name()) || !fits(tagged.tags())) {
        return;
      }
      switch (metric) {
        case Counter counter -> samples.merge("COUNT", (double) counter.value(), Double::sum);
        case Gauge gauge -> samples.merge("VALUE", (double) gauge.value(), Double::sum);
        case Histogram histogram -> {
          var all = histogram.cumulative();
          samples.merge("COUNT", (double) all.total(), Double::sum);
          samples.merge("TOTAL", all.sum(), Double::sum);
        }
        case TextReadout text -> samples.merge("VALUE", 0.0, Double::sum);
      }
      for (Tag tag : tagged.tags()) {
        if (!wanted.contains(tag.name() + ':' + tag.value())) {
          tags.computeIfAbsent(tag.name(), unseen -> new TreeSet<>()).add(tag.value());
        }
      }
    }

    private boolean fits(List<Tag> own) {
      List<String> texts = own.stream().map(tag -> tag.name() + ':' + tag.value()).toList();
      return texts.containsAll(wanted);
    }

    boolean isEmpty() {
      return samples.isEmpty();
    }

    Shown shown() {
      var measurements = new ArrayList<Sample>();
      samples.forEach((statistic, value) -> measurements.add(new Sample(statistic, value)));
      var available = new ArrayList<Values>();
      tags.forEach((tag, values) -> available.add(new Values(tag, values)));
      return new Shown(name, measurements, available);
    }
  }
}
