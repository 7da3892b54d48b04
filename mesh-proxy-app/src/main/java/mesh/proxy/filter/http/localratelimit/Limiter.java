package mesh.proxy.filter.http.localratelimit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import mesh.proxy.route.ratelimit.Descriptor;
import org.jspecify.annotations.Nullable;

/** The buckets of one configuration. Shared by all loops, or by the requests of one connection. */
final class Limiter {

  private final @Nullable TokenBucket usual;
  private final boolean alwaysTakesUsual;
  private final Map<Descriptor, TokenBucket> exact = new HashMap<>();
  private final List<DynamicBuckets> dynamic = new ArrayList<>();

  /** One descriptor of a request and how many times the request counts under it. */
  record Hit(Descriptor descriptor, long count) {}

  private record Match(TokenBucket bucket, long count) {}

  Limiter(LocalRateLimitConfig config, LongSupplier nanoClock) {
    BucketSize size = config.bucket();
    this.usual = size == null ? null : new TokenBucket(size, nanoClock);
    this.alwaysTakesUsual = config.alwaysConsumeDefaultBucket();
    for (LimitedDescriptor limit : config.descriptors()) {
      if (limit.hasWildcard()) {
        dynamic.add(new DynamicBuckets(limit, config.maxDynamicDescriptors(), nanoClock));
      } else {
        exact.put(limit.descriptor(), new TokenBucket(limit.size(), nanoClock));
      }
    }
  }

  /** Takes the tokens of a request without descriptors. */
  Decision admit() {
    if (usual == null) {
      return Decision.UNLIMITED;
    }
    return usual.tryTake() ? usual.admitted : usual.refused;
  }

  /** Takes tokens from the bucket of each hit, the slowest one first, and from the usual one. */
  Decision admit(List<Hit> hits) {
    List<Match> matches = matches(hits);
    if (matches.isEmpty()) {
      return admit();
    }
    TokenBucket reported = matches.getFirst().bucket();
    for (int at = 0; at < matches.size(); at++) {
      Match match = matches.get(at);
      if (!match.bucket().tryTake(match.count())) {
        return match.bucket().refused;
      }
    }
    if (alwaysTakesUsual && usual != null && !usual.tryTake()) {
      return usual.refused;
    }
    return reported.admitted;
  }

  // A request that one bucket refuses should not have emptied the others: in most cases the slowest
  // refuses first.
  private List<Match> matches(List<Hit> hits) {
    var matches = new ArrayList<Match>(hits.size());
    for (int at = 0; at < hits.size(); at++) {
      TokenBucket bucket = find(hits.get(at).descriptor());
      if (bucket != null) {
        int place = matches.size();
        while (place > 0
            && matches.get(place - 1).bucket().tokensPerNano() > bucket.tokensPerNano()) {
          place--;
        }
        matches.add(place, new Match(bucket, hits.get(at).count()));
      }
    }
    return matches;
  }

  private @Nullable TokenBucket find(Descriptor descriptor) {
    TokenBucket bucket = exact.get(descriptor);
    if (bucket != null) {
      return bucket;
    }
    for (int at = 0; at < dynamic.size(); at++) {
      if (dynamic.get(at).covers(descriptor)) {
        return dynamic.get(at).bucket(descriptor);
      }
    }
    return null;
  }
}
