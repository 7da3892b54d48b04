package mesh.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mesh.proxy.cluster.health.CheckResult;
import mesh.proxy.cluster.health.FakeChecker;
import mesh.proxy.cluster.lb.LbRequest;
import mesh.proxy.cluster.stats.ClusterCounter;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.endpoint.HealthFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {

  private static final String CUSTOM =
      """
      custom_health_check { name: "fake" typed_config {
        type_url: "type.googleapis.com/envoy.config.core.v3.HealthCheck.RedisHealthCheck" } }
      """;

  private final FakeChecker checker = new FakeChecker();
  private final ClustersTest.FakeType told = new ClustersTest.FakeType();
  private final FakeProxy proxy = new FakeProxy(List.of(told), List.of(checker));

  @Test
  void aClusterIsReadyWhenEveryHostWasChecked() {
    apply("");
    assertThat(proxy.clusters.get("backend")).isNull();

    first().say(CheckResult.HEALTHY);
    assertThat(proxy.clusters.get("backend")).isNull();
    second().say(CheckResult.NETWORK_FAILURE);

    assertThat(proxy.backend().choose(LbRequest.ANY)).hasToString("127.0.0.1:8001");
    assertThat(proxy.gauge("membership_healthy")).isEqualTo(1);
    assertThat(proxy.gauge("health_check.healthy")).isEqualTo(1);
    assertThat(proxy.counter("health_check.attempt")).isEqualTo(2);
    assertThat(proxy.counter("health_check.success")).isEqualTo(1);
    assertThat(proxy.counter("health_check.network_failure")).isEqualTo(1);
  }

  @Test
  void theFirstSuccessIsEnough() {
    start("healthy_threshold { value: 3 }");

    assertThat(host(0).isHealthy()).isTrue();
  }

  @Test
  void networkFailuresCountUpToTheThreshold() {
    start("unhealthy_threshold { value: 3 }");

    again(CheckResult.NETWORK_FAILURE);
    again(CheckResult.NETWORK_FAILURE);
    assertThat(host(0).isHealthy()).isTrue();
    again(CheckResult.NETWORK_FAILURE);

    assertThat(host(0).healthText()).isEqualTo("/failed_active_hc");
  }

  @Test
  void anAnswerThatSaysNoIsEnough() {
    start("unhealthy_threshold { value: 3 }");

    again(CheckResult.FAILED);

    assertThat(host(0).isHealthy()).isFalse();
    assertThat(proxy.heard).contains("failed 127.0.0.1:8001");
  }

  @Test
  void aRetriableNoCountsUpToTheThreshold() {
    start("unhealthy_threshold { value: 2 }");

    again(CheckResult.FAILED_RETRIABLY);
    assertThat(host(0).isHealthy()).isTrue();
    again(CheckResult.FAILED_RETRIABLY);

    assertThat(host(0).isHealthy()).isFalse();
  }

  @Test
  void recoveryTakesSeveralSuccesses() {
    start("healthy_threshold { value: 2 }");
    again(CheckResult.FAILED);

    again(CheckResult.HEALTHY);
    assertThat(host(0).isHealthy()).isFalse();
    again(CheckResult.HEALTHY);

    assertThat(host(0).isHealthy()).isTrue();
  }

  @Test
  void noAnswerInTimeIsAFailure() {
    start("");
    proxy.loop.advance(Duration.ofSeconds(60));

    proxy.loop.advance(Duration.ofSeconds(2)); // the timeout

    assertThat(first().isAbandoned()).isTrue();
    assertThat(host(0).healthText()).isEqualTo("/failed_active_hc/active_hc_timeout");
  }

  @Test
  void aLateAnswerIsNotHeard() {
    start("unhealthy_threshold { value: 2 }");
    proxy.loop.advance(Duration.ofSeconds(60));
    var probe = first();
    proxy.loop.advance(Duration.ofSeconds(2));
    proxy.loop.advance(Duration.ofSeconds(60));

    assertThat(probe.questions()).isEqualTo(3);
    probe.say(CheckResult.HEALTHY);

    assertThat(host(0).isHealthy()).isTrue();
  }

  @Test
  void hostsOfAnIdleClusterAreAskedRarely() {
    start("no_traffic_interval { seconds: 40 }");
    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(40));

    proxy.backend().stats().increment(ClusterCounter.UPSTREAM_CX_TOTAL);
    again(CheckResult.HEALTHY);

    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void healthyHostsOfAnIdleClusterMayBeAskedMoreRarelyStill() {
    start("no_traffic_interval { seconds: 40 } no_traffic_healthy_interval { seconds: 80 }");

    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(80));
  }

  @Test
  void intervalsFollowWhatWasFound() {
    startOne(
        """
        unhealthy_interval { seconds: 3 } unhealthy_edge_interval { seconds: 1 }
        healthy_edge_interval { seconds: 2 }
        unhealthy_threshold { value: 2 } healthy_threshold { value: 2 }
        """);
    proxy.backend().stats().increment(ClusterCounter.UPSTREAM_CX_TOTAL);

    again(CheckResult.NETWORK_FAILURE); // one of two
    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(1));
    again(CheckResult.NETWORK_FAILURE); // unhealthy
    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(3));
    again(CheckResult.HEALTHY); // one of two
    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(2));
    again(CheckResult.HEALTHY); // healthy
    assertThat(proxy.loop.untilNext()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void degradedHostsAreSecondChoice() {
    start("");

    again(CheckResult.DEGRADED);
    assertThat(host(0).isDegraded()).isTrue();
    assertThat(proxy.gauge("membership_degraded")).isEqualTo(1);
    assertThat(proxy.gauge("health_check.degraded")).isEqualTo(1);
    again(CheckResult.HEALTHY);

    assertThat(host(0).isHealthy()).isTrue();
    assertThat(proxy.gauge("membership_degraded")).isZero();
  }

  @Test
  void aHostThatExcludesItselfDoesNotCount() {
    start("");

    again(CheckResult.FAILED_EXCLUDED);
    assertThat(host(0).healthText()).isEqualTo("/failed_active_hc/excluded_via_immediate_hc_fail");
    assertThat(proxy.gauge("membership_excluded")).isEqualTo(1);
    again(CheckResult.HEALTHY);

    assertThat(host(0).healthText()).isEqualTo("healthy");
  }

  @Test
  void anAnswerToARequestCanFailTheCheck() {
    start("");

    proxy.backend().failHealthCheck(host(0));

    assertThat(host(0).isHealthy()).isFalse();
    assertThat(proxy.counter("health_check.passive_failure")).isEqualTo(1);
    assertThat(proxy.gauge("membership_excluded")).isEqualTo(1);
  }

  @Test
  void unprovenHostsCanBeLeftOutOfTheCount() {
    proxy.apply(
        "common_lb_config { ignore_new_hosts_until_first_hc: true } "
            + "wait_for_warm_on_init { value: false } "
            + checks("")
            + ClusterTexts.TWO_HOSTS);

    assertThat(host(0).has(HealthFlag.PENDING_ACTIVE_HC)).isTrue();
    assertThat(proxy.gauge("membership_excluded")).isEqualTo(2);
    first().say(CheckResult.HEALTHY);

    assertThat(host(0).healthText()).isEqualTo("healthy");
    assertThat(proxy.gauge("membership_excluded")).isEqualTo(1);
  }

  @Test
  void anEndpointCanOptOut() {
    proxy.apply(
        checks("")
            + """
            load_assignment { cluster_name: "backend" endpoints { lb_endpoints { endpoint {
              address { socket_address { address: "127.0.0.1" port_value: 8001 } }
              health_check_config { disable_active_health_check: true } } } } }
            """);

    assertThat(host(0).isHealthy()).isTrue();
    assertThat(proxy.counter("health_check.attempt")).isZero();
  }

  @Test
  void aHealthyHostOutlivesItsRemoval() {
    proxy.apply("cluster_type { name: 'told' } " + checks(""));
    told.say(1, 2);
    checker.of("10.0.0.1:80").say(CheckResult.HEALTHY);
    checker.of("10.0.0.2:80").say(CheckResult.FAILED);
    told.sink().ready();

    told.say();
    assertThat(proxy.backend().hosts()).hasToString("[10.0.0.1:80]");
    assertThat(host(0).healthText()).isEqualTo("/pending_dynamic_removal");
    assertThat(host(0).isHealthy()).isTrue();
    proxy.loop.advance(Duration.ofSeconds(60));
    checker.of("10.0.0.1:80").say(CheckResult.FAILED);

    assertThat(proxy.backend().hosts()).isEmpty();
    assertThat(checker.of("10.0.0.1:80").isClosed()).isTrue();
  }

  @Test
  void healthCanBeIgnoredOnRemoval() {
    proxy.apply("cluster_type { name: 'told' } ignore_health_on_host_removal: true " + checks(""));
    told.say(1);
    checker.of("10.0.0.1:80").say(CheckResult.HEALTHY);
    told.sink().ready();

    told.say();

    assertThat(proxy.backend().hosts()).isEmpty();
  }

  @Test
  void aPassingCheckTakesAnEjectedHostBack() {
    start(
        "",
        """
        outlier_detection { consecutive_5xx { value: 1 } max_ejection_percent { value: 100 } }
        """);
    host(0).reportResult(500);
    assertThat(host(0).isHealthy()).isFalse();

    again(CheckResult.HEALTHY);

    assertThat(host(0).isHealthy()).isTrue();
    assertThat(proxy.gauge("outlier_detection.ejections_active")).isZero();
  }

  @Test
  void eventsAreLogged(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("events.json");
    start("event_log_path: '" + file + "' always_log_health_check_failures: true");
    again(CheckResult.FAILED);
    again(CheckResult.NETWORK_FAILURE);
    proxy.context.files().close();

    String host =
        "\"host\":{\"socket_address\":{\"protocol\":\"TCP\",\"address\":\"127.0.0.1\","
            + "\"port_value\":8001}}";
    String rest =
        "\"timestamp\":\"1970-01-01T00:00:01.000Z\","
            + "\"locality\":{\"region\":\"\",\"zone\":\"\",\"sub_zone\":\"\"}}";
    assertThat(Files.readAllLines(file))
        .filteredOn(line -> line.contains("8001"))
        .containsExactly(
            "{\"health_checker_type\":\"FAKE\","
                + host
                + ",\"cluster_name\":\"backend\","
                + "\"add_healthy_event\":{\"first_check\":true},"
                + rest,
            "{\"health_checker_type\":\"FAKE\","
                + host
                + ",\"cluster_name\":\"backend\","
                + "\"eject_unhealthy_event\":{\"failure_type\":\"ACTIVE\"},"
                + rest,
            "{\"health_checker_type\":\"FAKE\","
                + host
                + ",\"cluster_name\":\"backend\","
                + "\"health_check_failure_event\":{\"failure_type\":\"ACTIVE\",\"first_check\":false},"
                + rest,
            "{\"health_checker_type\":\"FAKE\","
                + host
                + ",\"cluster_name\":\"backend\","
                + "\"health_check_failure_event\":{\"failure_type\":\"NETWORK\",\"first_check\":false},"
                + rest);
  }

  @Test
  void refusesTwoChecks() {
    assertThatThrownBy(() -> proxy.apply(checks("") + checks("") + ClusterTexts.TWO_HOSTS))
        .hasMessage("health_checks: 2 elements (expected: at most one)");
  }

  private void apply(String settings) {
    proxy.apply(checks(settings) + ClusterTexts.TWO_HOSTS);
  }

  private void start(String settings) {
    start(settings, "");
  }

  private void startOne(String settings) {
    String secondHost = ClusterTexts.TWO_HOSTS.lines().toList().get(2);
    proxy.apply(checks(settings) + ClusterTexts.TWO_HOSTS.replace(secondHost, ""));
    first().say(CheckResult.HEALTHY);
  }

  private void start(String settings, String cluster) {
    proxy.apply(checks(settings) + cluster + ClusterTexts.TWO_HOSTS);
    first().say(CheckResult.HEALTHY);
    second().always(CheckResult.HEALTHY);
  }

  /** Waits for the next check of the first host and answers it. */
  private void again(CheckResult result) {
    int asked = first().questions();
    while (first().questions() == asked) {
      proxy.loop.advance(proxy.loop.untilNext());
    }
    first().say(result);
  }

  private static String checks(String settings) {
    String thresholds =
        (settings.contains("unhealthy_threshold") ? "" : "unhealthy_threshold { value: 1 } ")
            + (settings.contains(" healthy_threshold") || settings.startsWith("healthy_threshold")
                ? ""
                : "healthy_threshold { value: 1 } ");
    return "health_checks { timeout { seconds: 2 } interval { seconds: 10 } "
        + thresholds
        + settings
        + " "
        + CUSTOM
        + "} ";
  }

  private FakeChecker.FakeProbe first() {
    return checker.of("127.0.0.1:8001");
  }

  private FakeChecker.FakeProbe second() {
    return checker.of("127.0.0.1:8002");
  }

  private Endpoint host(int index) {
    return proxy.backend().hosts().get(index);
  }
}
