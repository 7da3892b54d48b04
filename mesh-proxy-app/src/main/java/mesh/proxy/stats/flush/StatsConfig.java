package mesh.proxy.stats.flush;

import io.envoyproxy.envoy.config.bootstrap.v3.Bootstrap;
import io.envoyproxy.envoy.config.metrics.v3.HistogramBucketSettings;
import io.envoyproxy.envoy.config.metrics.v3.StatsMatcher;
import io.envoyproxy.envoy.config.metrics.v3.TagSpecifier;
import io.envoyproxy.envoy.type.matcher.v3.ListStringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import mesh.config.InvalidConfigException;
import mesh.proxy.config.ProtoValue;
import mesh.proxy.config.Supported;
import mesh.proxy.match.StringMatch;
import mesh.proxy.match.StringMatchConfig;
import mesh.proxy.stats.BucketRules;
import mesh.proxy.stats.Stats;
import mesh.proxy.stats.render.StatsPage;
import mesh.proxy.stats.tag.TagRules;

/**
 * What the bootstrap says of statistics. Immutable.
 *
 * @param accepted says of a full name whether its metric is kept
 * @param interval between flushes; {@link Duration#ZERO} if they happen when the admin is asked
 */
public record StatsConfig(
    TagRules tags,
    Predicate<String> accepted,
    BucketRules bounds,
    Duration interval,
    List<SinkConfig> sinks) {

  /** For the bootstrap to declare, beside its own fields. */
  public static final Supported SUPPORTED =
      Supported.all(io.envoyproxy.envoy.config.metrics.v3.StatsConfig.getDefaultInstance())
          .and(
              Supported.all(TagSpecifier.getDefaultInstance()),
              Supported.all(StatsMatcher.getDefaultInstance()),
              Supported.all(ListStringMatcher.getDefaultInstance()),
              Supported.all(HistogramBucketSettings.getDefaultInstance()),
              StringMatchConfig.SUPPORTED,
              SinkConfig.SUPPORTED);

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  public StatsConfig {
    sinks = List.copyOf(sinks);
  }

  /**
   * Reads {@code stats_config}, {@code stats_sinks}, {@code stats_flush_interval} and {@code
   * stats_flush_on_admin}.
   *
   * @throws InvalidConfigException with a field of the bootstrap
   */
  public static StatsConfig parse(Bootstrap bootstrap) {
    io.envoyproxy.envoy.config.metrics.v3.StatsConfig proto = bootstrap.getStatsConfig();
    var sinks = new ArrayList<SinkConfig>();
    for (int at = 0; at < bootstrap.getStatsSinksCount(); at++) {
      var sink = bootstrap.getStatsSinks(at);
      sinks.add(ProtoValue.under("stats_sinks[" + at + "]", () -> SinkConfig.parse(sink)));
    }
    return new StatsConfig(
        ProtoValue.under("stats_config", () -> tags(proto)),
        ProtoValue.under("stats_config.stats_matcher", () -> matcher(proto.getStatsMatcher())),
        ProtoValue.under("stats_config", () -> bounds(proto.getHistogramBucketSettingsList())),
        interval(bootstrap),
        sinks);
  }

  /** The root scope of the process. */
  public Stats newStats() {
    return Stats.root(accepted);
  }

  /** How the admin shows {@code stats}. */
  public StatsPage page(Stats stats) {
    return new StatsPage(stats, tags, bounds);
  }

  /**
   * Opens the sinks.
   *
   * @throws InvalidConfigException if one cannot be opened
   */
  public StatsFlush newFlush(Stats stats) {
    var opened = new ArrayList<StatsSink>();
    for (int at = 0; at < sinks.size(); at++) {
      SinkConfig sink = sinks.get(at);
      opened.add(ProtoValue.under("stats_sinks[" + at + "]", () -> sink.open(tags)));
    }
    return new StatsFlush(stats, opened);
  }

  private static TagRules tags(io.envoyproxy.envoy.config.metrics.v3.StatsConfig proto) {
    var rules = new ArrayList<TagRules.Rule>();
    for (TagSpecifier tag : proto.getStatsTagsList()) {
      rules.add(
          new TagRules.Rule(
              tag.getTagName(),
              tag.hasRegex() ? tag.getRegex() : null,
              tag.hasFixedValue() ? tag.getFixedValue() : null));
    }
    boolean standard = !proto.hasUseAllDefaultTags() || proto.getUseAllDefaultTags().getValue();
    return TagRules.of(standard, rules);
  }

  private static Predicate<String> matcher(StatsMatcher proto) {
    return switch (proto.getStatsMatcherCase()) {
      case REJECT_ALL -> {
        boolean keep = !proto.getRejectAll();
        yield name -> keep;
      }
      case EXCLUSION_LIST -> any("exclusion_list", proto.getExclusionList()).negate();
      case INCLUSION_LIST -> any("inclusion_list", proto.getInclusionList());
      case STATSMATCHER_NOT_SET -> name -> true;
    };
  }

  private static Predicate<String> any(String field, ListStringMatcher proto) {
    var patterns = new ArrayList<StringMatch>();
    for (int at = 0; at < proto.getPatternsCount(); at++) {
      StringMatcher pattern = proto.getPatterns(at);
      patterns.add(
          ProtoValue.under(
              field + ".patterns[" + at + "]", () -> StringMatchConfig.parse(pattern)));
    }
    return name -> {
      for (StringMatch pattern : patterns) {
        if (pattern.matches(name)) {
          return true;
        }
      }
      return false;
    };
  }

  private static BucketRules bounds(List<HistogramBucketSettings> protos) {
    var rules = new ArrayList<BucketRules.Rule>();
    for (int at = 0; at < protos.size(); at++) {
      HistogramBucketSettings proto = protos.get(at);
      rules.add(ProtoValue.under("histogram_bucket_settings[" + at + "]", () -> bounds(proto)));
    }
    return rules.isEmpty() ? BucketRules.STANDARD : new BucketRules(rules);
  }

  private static BucketRules.Rule bounds(HistogramBucketSettings proto) {
    StringMatch match = ProtoValue.under("match", () -> StringMatchConfig.parse(proto.getMatch()));
    if (proto.getBucketsCount() == 0) {
      throw new InvalidConfigException("buckets", "[]", "at least one bound");
    }
    for (int at = 0; at < proto.getBucketsCount(); at++) {
      if (!(proto.getBuckets(at) > 0)) {
        throw new InvalidConfigException("buckets[" + at + "]", proto.getBuckets(at), "> 0");
      }
    }
    return new BucketRules.Rule(match::matches, proto.getBucketsList());
  }

  @SuppressWarnings("deprecation") // a oneof by now, but this is the field of every configuration
  private static Duration interval(Bootstrap bootstrap) {
    if (bootstrap.hasStatsFlushOnAdmin()) {
      if (bootstrap.hasStatsFlushInterval()) {
        throw new InvalidConfigException(
            "stats_flush_on_admin", true, "no stats_flush_interval beside it");
      }
      return Duration.ZERO;
    }
    if (!bootstrap.hasStatsFlushInterval()) {
      return USUAL_INTERVAL;
    }
    Duration interval = ProtoValue.duration(bootstrap.getStatsFlushInterval());
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) >= 0) {
      throw new InvalidConfigException(
          "stats_flush_interval", interval, "0.001s to less than 300s");
    }
    return interval;
  }
}
