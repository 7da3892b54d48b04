package mesh.proxy.filter.http.localratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import mesh.proxy.route.ratelimit.Descriptor;
import mesh.testkit.FakeClock;
import org.junit.jupiter.api.Test;

class DynamicBucketsTest {

  private final FakeClock clock = new FakeClock();

  @Test
  void coversAnyValueOfItsKeys() {
    DynamicBuckets buckets = buckets(2);

    assertThat(buckets.covers(user("ada"))).isTrue();
    assertThat(buckets.covers(new Descriptor(List.of()))).isFalse();
    assertThat(buckets.covers(new Descriptor(List.of(new Descriptor.Entry("group", "ada")))))
        .isFalse();
  }

  @Test
  void keepsABucketForEachValue() {
    DynamicBuckets buckets = buckets(2);

    assertThat(use(buckets, "ada")).isSameAs(use(buckets, "ada")).isNotSameAs(use(buckets, "bob"));
  }

  @Test
  void forgetsTheLeastRecentlyUsed() {
    DynamicBuckets buckets = buckets(2);
    TokenBucket ada = use(buckets, "ada");
    TokenBucket bob = use(buckets, "bob");
    use(buckets, "ada");

    use(buckets, "eve");

    assertThat(use(buckets, "ada")).isSameAs(ada);
    assertThat(use(buckets, "bob")).isNotSameAs(bob);
  }

  @Test
  void doesNotGrowWithInventedValues() {
    DynamicBuckets buckets = buckets(1000);

    for (int at = 0; at < 20_000; at++) {
      use(buckets, "user-" + at);
    }

    assertThat(buckets.size()).isBetween(1000, 1031);
  }

  private TokenBucket use(DynamicBuckets buckets, String user) {
    clock.advance(Duration.ofNanos(1));
    return buckets.bucket(user(user));
  }

  private DynamicBuckets buckets(int most) {
    var limit = new LimitedDescriptor(user(""), new BucketSize(1, 1, Duration.ofSeconds(1)));
    return new DynamicBuckets(limit, most, clock);
  }

  private static Descriptor user(String name) {
    return new Descriptor(List.of(new Descriptor.Entry("user", name)));
  }
}
