package mesh.telemetry.policy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import io.envoyproxy.envoy.type.v3.RateLimitUnit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {

  private static final String RULES =
      """
      domain: shop
      descriptors:
      - key: user
        rate_limit: {unit: minute, requests_per_unit: 2}
      - key: user
        value: banned
        rate_limit: {unit: second, requests_per_unit: 0}
      - key: user
        value: admin*
        rate_limit: {unlimited: true}
      - key: type
        value: marketing
        descriptors:
        - key: number
          rate_limit: {unit: day, requests_per_unit: 1, name: per_number}
      - key: shadow
        shadow_mode: true
        rate_limit: {unit: hour, requests_per_unit: 1}
      - key: vip
        rate_limit: {unit: hour, requests_per_unit: 10, replaces: [{name: per_number}]}
      - key: file
        value: files/*
        share_threshold: true
        rate_limit: {unit: hour, requests_per_unit: 2}
      - key: apart
        value: files/*
        rate_limit: {unit: hour, requests_per_unit: 2}
      - key: detailed
        detailed_metric: true
        rate_limit: {unit: hour, requests_per_unit: 10}
      - key: route
        value_to_metric: true
        descriptors:
        - key: who
          rate_limit: {unit: hour, requests_per_unit: 10}
      - key: quota
        quota_mode: true
        rate_limit: {unit: hour, requests_per_unit: 1}
      - key: month
        rate_limit: {unit: month, requests_per_unit: 1}
      - key: open
      """;

  private final SecondClock clock = new SecondClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RateLimiter limiter = limiter(1000, 1000);

  @Test
  void refusesWhatIsBeyondTheLimitUntilTheWindowEnds() {
    RateLimitResponse first = ask("user=ann");
    ask("user=ann");
    RateLimitResponse third = ask("user=ann");

    assertThat(first.getOverallCode()).isEqualTo(Code.OK);
    assertThat(first.getStatuses(0).getLimitRemaining()).isEqualTo(1);
    assertThat(first.getStatuses(0).getCurrentLimit())
        .isEqualTo(
            RateLimit.newBuilder().setRequestsPerUnit(2).setUnit(RateLimit.Unit.MINUTE).build());
    assertThat(first.getStatuses(0).getDurationUntilReset().getSeconds()).isEqualTo(30);
    assertThat(third.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(third.getStatuses(0).getLimitRemaining()).isZero();
    assertThat(ask("user=bob").getOverallCode()).isEqualTo(Code.OK);

    clock.advance(Duration.ofSeconds(29));
    assertThat(ask("user=ann").getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    clock.advance(Duration.ofSeconds(1));
    assertThat(ask("user=ann").getOverallCode()).isEqualTo(Code.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "SECOND, 1",
    "MINUTE, 60",
    "HOUR, 3600",
    "DAY, 86400",
    "WEEK, 604800",
    "MONTH, 2592000",
    "YEAR, 31536000"
  })
  void windowsBeginAtMultiplesOfTheirUnit(LimitUnit unit, long seconds) {
    long start = 60 * seconds;

    assertThat(unit.windowEnd(start)).isEqualTo(start + seconds);
    assertThat(unit.windowEnd(start + seconds - 1)).isEqualTo(start + seconds);
    assertThat(unit.windowEnd(start + seconds)).isEqualTo(start + 2 * seconds);
  }

  @Test
  void takesTheMostSpecificDescriptor() {
    assertThat(ask("user=banned").getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(ask("user=administrator").getStatuses(0).getLimitRemaining()).isEqualTo(-1);
  }

  @Test
  void needsAsManyEntriesAsLevels() {
    for (int i = 0; i < 3; i++) {
      assertThat(ask("type=marketing").getStatuses(0).hasCurrentLimit()).isFalse();
      assertThat(ask("user=ann;more=x").getStatuses(0).hasCurrentLimit()).isFalse();
      assertThat(ask("open=x").getOverallCode()).isEqualTo(Code.OK);
      assertThat(ask("nobody=x").getOverallCode()).isEqualTo(Code.OK);
    }
    ask("type=marketing;number=1");
    assertThat(ask("type=marketing;number=1").getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(ask("type=marketing;number=2").getOverallCode()).isEqualTo(Code.OK);
  }

  @Test
  void answersEachDescriptorAndAllOfThem() {
    RateLimitResponse answer = ask("user=ann", "user=banned", "nobody=x");

    assertThat(answer.getStatusesList().stream().map(status -> status.getCode()))
        .containsExactly(Code.OK, Code.OVER_LIMIT, Code.OK);
    assertThat(answer.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
  }

  @Test
  void letsThroughInShadowAndCounts() {
    ask("shadow=a");
    RateLimitResponse second = ask("shadow=a");

    assertThat(second.getOverallCode()).isEqualTo(Code.OK);
    assertThat(second.getStatuses(0).getCode()).isEqualTo(Code.OK);
    assertThat(count("shadow_mode", "shadow")).isEqualTo(1);
    assertThat(count("over_limit", "shadow")).isEqualTo(1);
  }

  @Test
  void replacesALimitThatIsNamed() {
    for (int i = 0; i < 3; i++) {
      RateLimitResponse both = ask("type=marketing;number=7", "vip=x");
      assertThat(both.getOverallCode()).isEqualTo(Code.OK);
      assertThat(both.getStatuses(0).hasCurrentLimit()).isFalse();
    }
    assertThat(ask("type=marketing;number=7").getOverallCode()).isEqualTo(Code.OK);
  }

  @Test
  void sharesOneCounterAmongTheValuesOfAPattern() {
    ask("file=files/a");
    ask("file=files/b");
    ask("apart=files/a");
    ask("apart=files/b");

    assertThat(ask("file=files/c").getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(ask("apart=files/c").getOverallCode()).isEqualTo(Code.OK);
  }

  @Test
  void refusesByQuotaOnlyIfAllAreUsedUp() {
    ask("quota=a");
    assertThat(ask("quota=a", "quota=b").getOverallCode()).isEqualTo(Code.OK);
    assertThat(ask("quota=a", "quota=b").getOverallCode()).isEqualTo(Code.OVER_LIMIT);
  }

  @Test
  void addsAsManyHitsAsAskedFor() {
    RateLimitRequest three = request("user=ann").toBuilder().setHitsAddend(3).build();
    assertThat(limiter.decide(three).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(count("over_limit", "user")).isEqualTo(1);
    assertThat(count("total_hits", "user")).isEqualTo(3);

    RateLimitRequest look =
        RateLimitRequest.newBuilder()
            .setDomain("shop")
            .addDescriptors(
                descriptor("user=bob").toBuilder().setHitsAddend(UInt64Value.of(0)).build())
            .build();
    for (int i = 0; i < 5; i++) {
      assertThat(limiter.decide(look).getStatuses(0).getLimitRemaining()).isEqualTo(2);
    }
  }

  @Test
  void takesTheLimitThatARequestBrings() {
    RateLimitDescriptor own =
        descriptor("user=ann").toBuilder()
            .setLimit(
                RateLimitOverride.newBuilder().setRequestsPerUnit(1).setUnit(RateLimitUnit.YEAR))
            .build();
    RateLimitRequest request =
        RateLimitRequest.newBuilder().setDomain("shop").addDescriptors(own).build();

    RateLimitResponse first = limiter.decide(request);
    assertThat(first.getStatuses(0).getCurrentLimit().getUnit()).isEqualTo(RateLimit.Unit.YEAR);
    assertThat(limiter.decide(request).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(ask("user=ann").getOverallCode()).isEqualTo(Code.OK);
  }

  @Test
  void passesWhatIsOfAnUnknownDomain() {
    RateLimitRequest request = request("user=ann").toBuilder().setDomain("other").build();

    assertThat(limiter.decide(request).getOverallCode()).isEqualTo(Code.OK);
    assertThat(meters.counter("ratelimit.service.domain_not_found").count()).isEqualTo(1);
  }

  @Test
  void countsNearTheLimitApart() {
    for (int i = 0; i < 12; i++) {
      ask("vip=x");
    }

    assertThat(count("total_hits", "vip")).isEqualTo(12);
    assertThat(count("within_limit", "vip")).isEqualTo(10);
    assertThat(count("near_limit", "vip")).isEqualTo(2);
    assertThat(count("over_limit", "vip")).isEqualTo(2);
  }

  @Test
  void namesValuesInMetricsWhereAFileSaysSo() {
    ask("detailed=a");
    ask("route=api;who=me");
    ask("user=ann");
    ask("type=marketing;number=1");
    ask("file=files/a");

    assertThat(count("total_hits", "detailed_a")).isEqualTo(1);
    assertThat(count("total_hits", "route_api.who")).isEqualTo(1);
    assertThat(count("total_hits", "user")).isEqualTo(1);
    assertThat(count("total_hits", "type_marketing.number")).isEqualTo(1);
    assertThat(count("total_hits", "file_files/*")).isEqualTo(1);
  }

  @Test
  void boundsTheNamesOfMetrics() {
    RateLimiter small = limiter(1000, 2);
    for (String value : new String[] {"a", "b", "c", "d"}) {
      small.decide(request("detailed=" + value));
    }

    assertThat(count("total_hits", "detailed_a")).isEqualTo(1);
    assertThat(count("total_hits", "other")).isEqualTo(2);
  }

  @Test
  void passesWhatThereIsNoRoomToCountAndKeepsTheRest() {
    RateLimiter small = limiter(2, 1000);
    small.decide(request("month=a"));
    small.decide(request("user=b"));

    RateLimitResponse none = small.decide(request("month=c"));
    assertThat(none.getOverallCode()).isEqualTo(Code.OK);
    assertThat(none.getStatuses(0).getLimitRemaining()).isEqualTo(1);
    assertThat(small.decide(request("month=c")).getOverallCode()).isEqualTo(Code.OK);
    assertThat(small.decide(request("month=a")).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
    assertThat(meters.counter("ratelimit.service.not_counted").count()).isEqualTo(2);

    clock.advance(Duration.ofMinutes(1)); // the window of b ends
    small.decide(request("month=c"));
    assertThat(small.decide(request("month=c")).getOverallCode()).isEqualTo(Code.OVER_LIMIT);
  }

  @Test
  void forgetsWindowsThatEnded() {
    var counters = new WindowCounters(10);
    long now = 1_000_000;
    counters.add("a", LimitUnit.SECOND, 1, now);
    counters.add("b", LimitUnit.YEAR, 1, now);

    counters.sweep(now);
    assertThat(counters.size()).isEqualTo(2);
    counters.sweep(now + 1);
    assertThat(counters.size()).isEqualTo(1);
  }

  private RateLimiter limiter(int mostCounters, int mostNames) {
    var texts = new RateLimitText();
    texts.add("shop.yaml", RULES);
    RateLimitRules rules = texts.rules();
    return new RateLimiter(
        () -> rules, new WindowCounters(mostCounters), new LimitMeters(meters, mostNames), clock);
  }

  private RateLimitResponse ask(String... descriptors) {
    return limiter.decide(request(descriptors));
  }

  private double count(String what, String descriptor) {
    return meters
        .get("ratelimit.service.rate_limit." + what)
        .tags("domain", "shop", "descriptor", descriptor)
        .counter()
        .count();
  }

  private static RateLimitRequest request(String... descriptors) {
    return RateLimitRequest.newBuilder()
        .setDomain("shop")
        .addAllDescriptors(Arrays.stream(descriptors).map(RateLimiterTest::descriptor).toList())
        .build();
  }

  private static RateLimitDescriptor descriptor(String text) {
    var descriptor = RateLimitDescriptor.newBuilder();
    for (String entry : text.split(";")) {
      String[] sides = entry.split("=");
      descriptor.addEntries(
          RateLimitDescriptor.Entry.newBuilder().setKey(sides[0]).setValue(sides[1]));
    }
    return descriptor.build();
  }
}
