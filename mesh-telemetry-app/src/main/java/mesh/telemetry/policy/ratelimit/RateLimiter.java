package mesh.telemetry.policy.ratelimit;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import mesh.telemetry.policy.ratelimit.Limit.Mode;
import mesh.telemetry.policy.ratelimit.RateLimitRules.Match;
import org.jspecify.annotations.Nullable;

/** Decides. Shared by all threads. */
final class RateLimiter {

  private static final long MILLIS_PER_SECOND = 1000;
  private static final int NO_LIMIT = -1; // all bits of a number without sign
  private static final DescriptorStatus PASSES =
      DescriptorStatus.newBuilder().setCode(Code.OK).build();
  private static final DescriptorStatus UNLIMITED =
      DescriptorStatus.newBuilder().setCode(Code.OK).setLimitRemaining(NO_LIMIT).build();

  private final Supplier<RateLimitRules> rules;
  private final WindowCounters counters;
  private final LimitMeters meters;
  private final InstantSource clock;

  /**
   * A limiter.
   *
   * @param rules of now
   */
  RateLimiter(
      Supplier<RateLimitRules> rules,
      WindowCounters counters,
      LimitMeters meters,
      InstantSource clock) {
    this.rules = rules;
    this.counters = counters;
    this.meters = meters;
    this.clock = clock;
  }

  /** Forgets windows that ended. */
  void sweep() {
    counters.sweep(now());
  }

  RateLimitResponse decide(RateLimitRequest request) {
    String domain = request.getDomain();
    RateLimitRules current = rules.get();
    if (!current.knows(domain)) {
      meters.unknownDomain();
    }
    List<@Nullable Match> matches = matches(current, request);
    Set<String> replaced = replaced(matches);
    var response = RateLimitResponse.newBuilder();
    long now = now();
    var total = new Total();
    for (int at = 0; at < matches.size(); at++) {
      Match match = matches.get(at);
      DescriptorStatus status = PASSES;
      if (match != null && match.limit().mode() == Mode.UNLIMITED) {
        status = UNLIMITED;
      } else if (match != null && !replaced.contains(match.limit().name())) {
        status = status(domain, match, hits(request, request.getDescriptors(at)), now);
        total.add(match.limit().mode(), status.getCode());
      }
      response.addStatuses(status);
    }
    return response.setOverallCode(total.code()).build();
  }

  private static List<@Nullable Match> matches(RateLimitRules rules, RateLimitRequest request) {
    List<@Nullable Match> matches = new ArrayList<>(request.getDescriptorsCount());
    for (RateLimitDescriptor descriptor : request.getDescriptorsList()) {
      matches.add(rules.find(request.getDomain(), descriptor));
    }
    return matches;
  }

  private static Set<String> replaced(List<@Nullable Match> matches) {
    Set<String> names = new HashSet<>();
    for (Match match : matches) {
      if (match != null) {
        names.addAll(match.limit().replaces());
      }
    }
    return names;
  }

  // A descriptor's own number may be 0, which looks and does not count; the request's 0 means 1.
  private static long hits(RateLimitRequest request, RateLimitDescriptor descriptor) {
    return descriptor.hasHitsAddend()
        ? descriptor.getHitsAddend().getValue()
        : Math.max(1, Integer.toUnsignedLong(request.getHitsAddend()));
  }

  private DescriptorStatus status(String domain, Match match, long hits, long now) {
    Limit limit = match.limit();
    long after = counters.add(match.counter(), limit.unit(), hits, now);
    if (after == WindowCounters.NOT_COUNTED) {
      meters.notCounted();
      after = hits > limit.requestsPerUnit() ? hits : 0;
    } else {
      meters.of(domain, match.path()).count(limit, after, hits);
    }
    boolean isOver = after > limit.requestsPerUnit();
    return DescriptorStatus.newBuilder()
        .setCode(isOver && limit.mode() != Mode.SHADOW ? Code.OVER_LIMIT : Code.OK)
        .setCurrentLimit(limit.proto())
        .setLimitRemaining((int) Math.max(0, limit.requestsPerUnit() - after))
        .setDurationUntilReset(Duration.newBuilder().setSeconds(limit.unit().windowEnd(now) - now))
        .build();
  }

  private long now() {
    return Math.floorDiv(clock.millis(), MILLIS_PER_SECOND);
  }

  // One enforced limit is enough to refuse; quotas refuse when none of them has anything left.
  private static final class Total {

    private boolean isOver;
    private int quotas;
    private int quotasOver;

    void add(Mode mode, Code code) {
      boolean over = code == Code.OVER_LIMIT;
      if (mode == Mode.QUOTA) {
        quotas++;
        quotasOver += over ? 1 : 0;
      } else {
        isOver |= over;
      }
    }

    Code code() {
      return isOver || quotas > 0 && quotas == quotasOver ? Code.OVER_LIMIT : Code.OK;
    }
  }
}
