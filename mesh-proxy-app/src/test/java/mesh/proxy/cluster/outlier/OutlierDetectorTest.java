package mesh.proxy.cluster.outlier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.cluster.v3.OutlierDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mesh.proxy.cluster.ClusterTexts;
import mesh.proxy.cluster.lb.Hosts;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.LocalOriginEvent;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import mesh.proxy.worker.FakeControlLoop;
import org.junit.jupiter.api.Test;

class OutlierDetectorTest {

  private static final String ALL = "max_ejection_percent { value: 100 } ";

  private final FakeControlLoop loop = new FakeControlLoop();
  private final Runtime runtime = new Runtime(bound -> 0);
  private final Stats stats = Stats.root();
  private final List<String> events = new ArrayList<>();
  private final List<Endpoint> changed = new ArrayList<>();
  private final List<Endpoint> hosts = Hosts.of(10);
  private final Endpoint bad = hosts.getFirst();
  private int drawn; // what chance says, below 100

  @Test
  void fiveServerErrorsInARowAreTooMany() {
    detector("");

    answer(bad, 500, 4);
    answer(bad, 200, 1);
    answer(bad, 500, 4);
    assertThat(bad.isHealthy()).isTrue();
    answer(bad, 500, 1);

    assertThat(bad.healthText()).isEqualTo("/failed_outlier_check");
    assertThat(changed).containsExactly(bad);
    assertThat(counter("ejections_enforced_total")).isEqualTo(1);
    assertThat(counter("ejections_enforced_consecutive_5xx")).isEqualTo(1);
    assertThat(counter("ejections_detected_consecutive_5xx")).isEqualTo(1);
    assertThat(counter("ejections_total")).isEqualTo(1);
    assertThat(stats.scope("outlier_detection").gauge("ejections_active").value()).isEqualTo(1);
  }

  @Test
  void gatewayFailuresAreOnlyNotedByDefault() {
    detector("consecutive_gateway_failure { value: 2 } consecutive_5xx { value: 100 }");

    answer(bad, 503, 2);

    assertThat(bad.isHealthy()).isTrue();
    assertThat(counter("ejections_detected_consecutive_gateway_failure")).isEqualTo(1);
    assertThat(counter("ejections_enforced_total")).isZero();
  }

  @Test
  void otherServerErrorsEndABoutOfGatewayFailures() {
    detector(
        """
        consecutive_gateway_failure { value: 2 } consecutive_5xx { value: 100 }
        enforcing_consecutive_gateway_failure { value: 100 }
        """);

    answer(bad, 502, 1);
    answer(bad, 500, 1);
    answer(bad, 504, 1);
    assertThat(bad.isHealthy()).isTrue();
    answer(bad, 503, 1);

    assertThat(bad.isHealthy()).isFalse();
  }

  @Test
  void errorsOfOurOwnSideCountAsTheHostsUnlessSplit() {
    detector("consecutive_5xx { value: 3 }");

    bad.reportLocalOrigin(LocalOriginEvent.CONNECT_FAILED);
    bad.reportLocalOrigin(LocalOriginEvent.CONNECT_SUCCESS);
    bad.reportLocalOrigin(LocalOriginEvent.REQUEST_TIMEOUT);
    assertThat(bad.isHealthy()).isTrue();
    bad.reportLocalOrigin(LocalOriginEvent.REQUEST_FAILED);

    assertThat(bad.isHealthy()).isFalse();
  }

  @Test
  void errorsOfOurOwnSideCanBeCountedApart() {
    detector(
        """
        split_external_local_origin_errors: true consecutive_5xx { value: 1 }
        consecutive_local_origin_failure { value: 2 }
        """);

    bad.reportLocalOrigin(LocalOriginEvent.CONNECT_TIMEOUT);
    bad.reportLocalOrigin(LocalOriginEvent.CONNECT_SUCCESS);
    bad.reportLocalOrigin(LocalOriginEvent.CONNECT_FAILED);
    assertThat(bad.isHealthy()).isTrue();
    bad.reportLocalOrigin(LocalOriginEvent.CONNECT_FAILED);

    assertThat(bad.isHealthy()).isFalse();
    assertThat(counter("ejections_enforced_consecutive_local_origin_failure")).isEqualTo(1);
  }

  @Test
  void aHostComesBackAfterItsTime() {
    detector("");
    answer(bad, 500, 5);

    loop.advance(Duration.ofSeconds(29));
    assertThat(bad.isHealthy()).isFalse();
    loop.advance(Duration.ofSeconds(1));

    assertThat(bad.isHealthy()).isTrue();
    assertThat(changed).containsExactly(bad, bad);
  }

  @Test
  void aHostThatFailsAgainStaysAwayLonger() {
    detector("");
    answer(bad, 500, 5);
    loop.advance(Duration.ofSeconds(30));

    answer(bad, 500, 5);
    loop.advance(Duration.ofSeconds(50));
    assertThat(bad.isHealthy()).isFalse();
    loop.advance(Duration.ofSeconds(10));

    assertThat(bad.isHealthy()).isTrue();
  }

  @Test
  void goodBehaviourIsRemembered() {
    detector("");
    answer(bad, 500, 5);
    loop.advance(Duration.ofSeconds(30));
    loop.advance(Duration.ofSeconds(10)); // an interval without fault

    answer(bad, 500, 5);
    loop.advance(Duration.ofSeconds(30));

    assertThat(bad.isHealthy()).isTrue();
  }

  @Test
  void thereIsALongestTime() {
    detector("base_ejection_time { seconds: 10 } max_ejection_time { seconds: 20 }");
    for (int time = 0; time < 5; time++) {
      answer(bad, 500, 5);
      loop.advance(Duration.ofSeconds(20));
      assertThat(bad.isHealthy()).as("after ejection %d", time).isTrue();
    }
  }

  @Test
  void jitterIsAdded() {
    drawn = 99;
    detector("max_ejection_time_jitter { seconds: 20 } enforcing_consecutive_5xx { value: 100 }");
    answer(bad, 500, 5);

    loop.advance(Duration.ofSeconds(30));

    assertThat(bad.isHealthy()).isFalse(); // 99 ms more, looked at every 10 s
    loop.advance(Duration.ofSeconds(10));
    assertThat(bad.isHealthy()).isTrue();
  }

  @Test
  void notTooManyAreEjected() {
    detector("");

    answer(bad, 500, 5);
    answer(hosts.get(1), 500, 5);

    assertThat(hosts.get(1).isHealthy()).isTrue();
    assertThat(counter("ejections_overflow")).isEqualTo(1);
  }

  @Test
  void oneCanAlwaysBeEjected() {
    detector("max_ejection_percent { value: 0 } always_eject_one_host { value: true }");

    answer(bad, 500, 5);
    answer(hosts.get(1), 500, 5);

    assertThat(bad.isHealthy()).isFalse();
    assertThat(hosts.get(1).isHealthy()).isTrue();
  }

  @Test
  void chanceMayDecideAgainstIt() {
    drawn = 70;
    detector("enforcing_consecutive_5xx { value: 70 }");

    answer(bad, 500, 5);
    assertThat(bad.isHealthy()).isTrue();
    drawn = 69;
    answer(bad, 500, 5);

    assertThat(bad.isHealthy()).isFalse();
    assertThat(counter("ejections_detected_consecutive_5xx")).isEqualTo(2);
    assertThat(counter("ejections_enforced_consecutive_5xx")).isEqualTo(1);
  }

  @Test
  void hostsThatAreWorseThanTheOthersAreEjected() {
    var detector = detector(ALL + "consecutive_5xx { value: 1000 }");
    for (Endpoint host : hosts) {
      answer(host, 200, 95);
      answer(host, 500, 5);
    }
    answer(bad, 500, 60);

    loop.advance(Duration.ofSeconds(10));

    assertThat(bad.isHealthy()).isFalse();
    assertThat(hosts.stream().filter(Endpoint::isHealthy)).hasSize(9);
    assertThat(counter("ejections_enforced_success_rate")).isEqualTo(1);
    assertThat(detector.successRates().average()).isBetween(91.0, 92.0);
    assertThat(OutlierDetector.successPercent(hosts.get(1), OutlierDetector.Origin.EXTERNAL))
        .isEqualTo(95);
  }

  @Test
  void tooFewRequestsSayNothing() {
    var detector = detector(ALL + "consecutive_5xx { value: 1000 }");
    hosts.forEach(host -> answer(host, 200, 40));
    answer(bad, 500, 40);

    loop.advance(Duration.ofSeconds(10));

    assertThat(bad.isHealthy()).isTrue();
    assertThat(detector.successRates()).isEqualTo(SuccessRates.UNKNOWN);
    assertThat(OutlierDetector.successPercent(hosts.get(1), OutlierDetector.Origin.EXTERNAL))
        .isEqualTo(-1);
  }

  @Test
  void hostsWithTooManyFailuresAreEjected() {
    detector(
        ALL
            + """
            consecutive_5xx { value: 1000 } enforcing_success_rate { value: 0 }
            failure_percentage_threshold { value: 50 } enforcing_failure_percentage { value: 100 }
            """);
    for (Endpoint host : hosts) {
      answer(host, 200, 50);
      answer(host, 500, host == bad ? 50 : 49);
    }

    loop.advance(Duration.ofSeconds(10));

    assertThat(bad.isHealthy()).isFalse();
    assertThat(counter("ejections_enforced_failure_percentage")).isEqualTo(1);
  }

  @Test
  void theRuntimeHasTheLastWord() {
    detector("");
    runtime.replace(Map.of("outlier_detection.consecutive_5xx", 2.0));

    answer(bad, 500, 2);

    assertThat(bad.isHealthy()).isFalse();
  }

  @Test
  void everyEjectionIsTold() {
    detector("consecutive_5xx { value: 1 }");
    answer(bad, 500, 1);
    loop.advance(Duration.ofSeconds(30));
    answer(bad, 500, 1);

    String rest = "\"cluster_name\":\"backend\",\"upstream_url\":\"10.0.0.1:80\",";
    String time = "\"timestamp\":\"1970-01-01T00:00:01.000Z\",";
    assertThat(events)
        .containsExactly(
            "{\"type\":\"CONSECUTIVE_5XX\","
                + time
                + rest
                + "\"action\":\"EJECT\",\"num_ejections\":1,\"enforced\":true,"
                + "\"eject_consecutive_event\":{}}",
            "{\"type\":\"CONSECUTIVE_5XX\","
                + time
                + "\"secs_since_last_action\":\"30\","
                + rest
                + "\"action\":\"UNEJECT\",\"num_ejections\":1,\"enforced\":false}",
            "{\"type\":\"CONSECUTIVE_5XX\","
                + time
                + "\"secs_since_last_action\":\"0\","
                + rest
                + "\"action\":\"EJECT\",\"num_ejections\":2,\"enforced\":true,"
                + "\"eject_consecutive_event\":{}}");
  }

  @Test
  void hostsThatAreGoneAreNotCounted() {
    var detector = detector("");
    answer(bad, 500, 5);

    detector.remove(List.of(bad));
    answer(bad, 500, 5);

    assertThat(stats.scope("outlier_detection").gauge("ejections_active").value()).isZero();
    assertThat(bad.monitor()).isNull();
  }

  @Test
  void nothingGoesOnAfterTheEnd() {
    var detector = detector("");

    detector.close();

    assertThat(loop.timers()).isZero();
    assertThat(bad.monitor()).isNull();
  }

  @Test
  void refusesALongestTimeThatIsShorterThanTheFirst() {
    assertThatThrownBy(() -> detector("max_ejection_time { seconds: 1 }"))
        .hasMessage("max_ejection_time: 1000ms (expected: at least base_ejection_time, 30000ms)");
  }

  @Test
  void refusesMoreThanAll() {
    assertThatThrownBy(() -> detector("max_ejection_percent { value: 101 }"))
        .hasMessage("max_ejection_percent: 101 (expected: 0..100)");
  }

  @Test
  void aLongBaseTimeRaisesTheLongest() {
    detector("base_ejection_time { seconds: 400 }");
    answer(bad, 500, 5);

    loop.advance(Duration.ofSeconds(390));
    assertThat(bad.isHealthy()).isFalse();
    loop.advance(Duration.ofSeconds(10));

    assertThat(bad.isHealthy()).isTrue();
  }

  private OutlierDetector detector(String config) {
    var proto = ClusterTexts.message(OutlierDetection.getDefaultInstance(), config);
    OutlierConfig.SUPPORTED.check(proto);
    var detector =
        new OutlierDetector(
            OutlierConfig.parse(proto),
            "backend",
            stats,
            new OutlierEnvironment(loop, runtime, events::add, bound -> drawn, () -> 1_000),
            changed::add);
    detector.add(hosts);
    return detector;
  }

  private long counter(String name) {
    return stats.scope("outlier_detection").counter(name).value();
  }

  private static void answer(Endpoint host, int status, int times) {
    for (int time = 0; time < times; time++) {
      host.reportResult(status);
    }
  }
}
