package mesh.proxy.filter.http.localratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mesh.testkit.FakeClock;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final FakeClock clock = new FakeClock(); // wraps during every test

  @Test
  void startsFull() {
    TokenBucket bucket = bucket(3, 1, Duration.ofSeconds(1));

    assertThat(bucket.remaining()).isEqualTo(3);
    assertThat(bucket.tryTake()).isTrue();
    assertThat(bucket.tryTake()).isTrue();
    assertThat(bucket.tryTake()).isTrue();
    assertThat(bucket.tryTake()).isFalse();
    assertThat(bucket.remaining()).isZero();
  }

  @Test
  void refillsOneTokenPerPeriod() {
    TokenBucket bucket = bucket(1, 1, Duration.ofSeconds(1));
    bucket.tryTake();

    clock.advance(Duration.ofMillis(999));
    assertThat(bucket.tryTake()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(bucket.tryTake()).isTrue();
  }

  @Test
  void spreadsARefillOverItsPeriod() {
    TokenBucket bucket = bucket(10, 3, Duration.ofSeconds(1));
    bucket.tryTake(10);

    clock.advance(Duration.ofMillis(334));
    assertThat(bucket.remaining()).isEqualTo(1);
    clock.advance(Duration.ofMillis(666));
    assertThat(bucket.remaining()).isEqualTo(3);
  }

  @Test
  void savesUpNoMoreThanItHolds() {
    TokenBucket bucket = bucket(2, 1, Duration.ofSeconds(1));

    clock.advance(Duration.ofDays(400));
    assertThat(bucket.remaining()).isEqualTo(2);
    assertThat(bucket.tryTake(3)).isFalse();
    assertThat(bucket.tryTake(2)).isTrue();
    assertThat(bucket.tryTake()).isFalse();
  }

  @Test
  void takesAllOrNone() {
    TokenBucket bucket = bucket(5, 1, Duration.ofSeconds(1));

    assertThat(bucket.tryTake(6)).isFalse();
    assertThat(bucket.remaining()).isEqualTo(5);
    assertThat(bucket.tryTake(0)).isFalse();
  }

  @Test
  void holdsTheLargestAndTheSlowest() {
    TokenBucket fast = bucket(0xffff_ffffL, 0xffff_ffffL, Duration.ofSeconds(1));
    TokenBucket slow = bucket(0xffff_ffffL, 1, Duration.ofDays(365));

    assertThat(fast.tryTake(0xffff_ffffL)).isTrue();
    assertThat(slow.tryTake(0xffff_ffffL)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(fast.remaining()).isEqualTo(0xffff_ffffL);
    assertThat(slow.remaining()).isZero();
  }

  @Test
  void tellsWhenTheNextTokenComes() {
    TokenBucket bucket = bucket(1, 1, Duration.ofSeconds(10));

    assertThat(bucket.secondsUntilToken()).isZero();
    bucket.tryTake();
    assertThat(bucket.secondsUntilToken()).isEqualTo(10);
    clock.advance(Duration.ofMillis(500));
    assertThat(bucket.secondsUntilToken()).isEqualTo(9);
  }

  private TokenBucket bucket(long burst, long refill, Duration every) {
    return new TokenBucket(new BucketSize(burst, refill, every), clock);
  }
}
