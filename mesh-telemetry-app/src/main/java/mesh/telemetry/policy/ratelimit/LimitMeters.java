package mesh.telemetry.policy.ratelimit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of envoyproxy/ratelimit, by domain and descriptor. Shared by all threads.
 *
 * <p>Bounded: descriptors beyond the first ones share the name {@code other}, because values of
 * requests may be part of a name.
 */
final class LimitMeters {

  private static final String OTHER = "other";
  private static final String PREFIX = "ratelimit.service.rate_limit.";
  private static final double NEAR = 0.8; // of a limit

  private final ConcurrentHashMap<Name, LimitMeter> byName = new ConcurrentHashMap<>();
  private final MeterRegistry registry;
  private final int most;
  private final Counter unknownDomain;
  private final Counter notCounted;

  private record Name(String domain, String descriptor) {}

  /**
   * No meters yet.
   *
   * @param most names; each has five time series
   */
  LimitMeters(MeterRegistry registry, int most) {
    this.registry = registry;
    this.most = most;
    this.unknownDomain = registry.counter("ratelimit.service.domain_not_found");
    this.notCounted = registry.counter("ratelimit.service.not_counted");
  }

  void unknownDomain() {
    unknownDomain.increment();
  }

  /** There was no room for a counter. */
  void notCounted() {
    notCounted.increment();
  }

  LimitMeter of(String domain, String descriptor) {
    var name = new Name(domain, descriptor);
    LimitMeter found = byName.get(name);
    if (found != null) {
      return found;
    }
    return byName.size() < most
        ? byName.computeIfAbsent(name, this::make)
        : byName.computeIfAbsent(new Name(domain, OTHER), this::make);
  }

  private LimitMeter make(Name name) {
    return new LimitMeter(
        counter("total_hits", name),
        counter("within_limit", name),
        counter("near_limit", name),
        counter("over_limit", name),
        counter("shadow_mode", name));
  }

  private Counter counter(String what, Name name) {
    return registry.counter(
        PREFIX + what, "domain", name.domain(), "descriptor", name.descriptor());
  }

  /** What one descriptor did. */
  record LimitMeter(
      Counter totalHits,
      Counter withinLimit,
      Counter nearLimit,
      Counter overLimit,
      Counter shadow) {

    /**
     * Tells hits apart: near the limit are those beyond four fifths of it.
     *
     * @param after with the hits
     */
    void count(Limit limit, long after, long hits) {
      long most = limit.requestsPerUnit();
      long before = after - hits;
      long near = (long) (most * NEAR);
      totalHits.increment((double) hits);
      long over = Math.clamp(after - most, 0, hits);
      overLimit.increment((double) over);
      nearLimit.increment((double) Math.max(0, Math.min(after, most) - Math.max(near, before)));
      if (after <= most) {
        withinLimit.increment((double) hits);
      }
      if (limit.mode() == Limit.Mode.SHADOW) {
        shadow.increment((double) over);
      }
    }
  }
}
