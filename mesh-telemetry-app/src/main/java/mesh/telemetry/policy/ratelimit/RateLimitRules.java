package mesh.telemetry.policy.ratelimit;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.telemetry.policy.ratelimit.Descriptor.Flag;
import org.jspecify.annotations.Nullable;

/**
 * All limits, by domain. Immutable.
 *
 * @param byDomain the descriptors of each
 */
record RateLimitRules(Map<String, Descriptor.Children> byDomain) {

  static final RateLimitRules NONE = new RateLimitRules(Map.of());

  RateLimitRules {
    byDomain = Map.copyOf(byDomain);
  }

  /**
   * What a descriptor of a request is counted under.
   *
   * @param counter of the entries that it has
   * @param path of the metric: {@code key_value.key2}
   */
  record Match(Limit limit, String counter, String path) {}

  boolean knows(String domain) {
    return byDomain.containsKey(domain);
  }

  /** The limit of a descriptor: it has as many entries as the file has levels; null without. */
  @Nullable Match find(String domain, RateLimitDescriptor asked) {
    Descriptor.Children level = byDomain.get(domain);
    if (level == null) {
      return null;
    }
    if (asked.hasLimit()) {
      return ofRequest(domain, asked);
    }
    List<Descriptor> path = new ArrayList<>(asked.getEntriesCount());
    for (Entry entry : asked.getEntriesList()) {
      Descriptor found = level.find(entry.getKey(), entry.getValue());
      if (found == null) {
        return null;
      }
      path.add(found);
      level = found.children();
    }
    Limit limit = path.isEmpty() ? null : path.getLast().limit();
    return limit == null ? null : new Match(limit, counter(domain, asked, path), path(asked, path));
  }

  private static @Nullable Match ofRequest(String domain, RateLimitDescriptor asked) {
    LimitUnit unit = LimitUnit.numbered(asked.getLimit().getUnitValue());
    if (unit == null) {
      return null; // refused before
    }
    long requests = Integer.toUnsignedLong(asked.getLimit().getRequestsPerUnit());
    return new Match(
        Limit.ofRequest(requests, unit), counter(domain, asked, List.of()), path(asked, List.of()));
  }

  private static String counter(String domain, RateLimitDescriptor asked, List<Descriptor> path) {
    var text = new StringBuilder(domain);
    for (int at = 0; at < asked.getEntriesCount(); at++) {
      Entry entry = asked.getEntries(at);
      boolean isShared = at < path.size() && path.get(at).is(Flag.SHARE_THRESHOLD);
      text.append('\n').append(entry.getKey()).append('\n');
      text.append(isShared ? path.get(at).value() : entry.getValue());
    }
    return text.toString();
  }

  private static String path(RateLimitDescriptor asked, List<Descriptor> path) {
    boolean isDetailed = path.isEmpty() || path.getLast().is(Flag.DETAILED_METRIC);
    var text = new StringBuilder();
    for (int at = 0; at < asked.getEntriesCount(); at++) {
      Entry entry = asked.getEntries(at);
      Descriptor rule = at < path.size() ? path.get(at) : null;
      boolean isShown =
          rule == null
              || (isDetailed || rule.is(Flag.VALUE_TO_METRIC)) && !rule.is(Flag.SHARE_THRESHOLD);
      String value = rule == null || isShown ? entry.getValue() : rule.value();
      text.append(at == 0 ? "" : ".").append(entry.getKey());
      if (!value.isEmpty()) {
        text.append('_').append(value);
      }
    }
    return text.toString();
  }
}
