package mesh.telemetry.policy.ratelimit;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc.RateLimitServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import mesh.config.InvalidConfigException;

/** {@code ShouldRateLimit}. Shared by all threads; never waits. */
public final class RateLimitService extends RateLimitServiceImplBase {

  private static final int MOST_NAMES = 10_000; // of metrics
  private static final long MOST_HITS = 1_000_000_000; // as the proto has it

  private final RateLimiter limiter;
  private final Counter refused;

  /**
   * The service.
   *
   * @param folder has the limits
   * @param mostCounters windows that run at a time
   */
  public RateLimitService(
      RateLimitFolder folder, int mostCounters, MeterRegistry registry, InstantSource clock) {
    var counters = new WindowCounters(mostCounters);
    registry.gauge("ratelimit.service.counters", counters, WindowCounters::size);
    this.limiter =
        new RateLimiter(folder::rules, counters, new LimitMeters(registry, MOST_NAMES), clock);
    this.refused = registry.counter("ratelimit.service.call.should_rate_limit.service_error");
  }

  /** Forgets windows that ended; to be called from time to time. */
  public void sweep() {
    limiter.sweep();
  }

  @Override
  public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> answer) {
    try {
      requireValid(request);
    } catch (InvalidConfigException e) {
      refused.increment();
      answer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    answer.onNext(limiter.decide(request));
    answer.onCompleted();
  }

  private static void requireValid(RateLimitRequest request) {
    if (request.getDomain().isEmpty()) {
      throw new InvalidConfigException("domain", "\"\"", "a domain");
    }
    if (request.getDescriptorsCount() == 0) {
      throw new InvalidConfigException("descriptors", "[]", "at least one");
    }
    requireHits("hits_addend", Integer.toUnsignedLong(request.getHitsAddend()));
    for (int at = 0; at < request.getDescriptorsCount(); at++) {
      RateLimitDescriptor descriptor = request.getDescriptors(at);
      String field = "descriptors[" + at + "]";
      requireHits(field + ".hits_addend", descriptor.getHitsAddend().getValue());
      if (descriptor.hasLimit()
          && LimitUnit.numbered(descriptor.getLimit().getUnitValue()) == null) {
        throw new InvalidConfigException(
            field + ".limit.unit", descriptor.getLimit().getUnit(), LimitUnit.names());
      }
    }
  }

  private static void requireHits(String field, long hits) {
    if (hits < 0 || hits > MOST_HITS) {
      throw new InvalidConfigException(field, Long.toUnsignedString(hits), "<= " + MOST_HITS);
    }
  }
}
