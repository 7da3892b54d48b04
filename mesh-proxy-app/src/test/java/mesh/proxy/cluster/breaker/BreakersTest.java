package mesh.proxy.cluster.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import java.util.Map;
import mesh.proxy.cluster.ClusterTexts;
import mesh.proxy.runtime.Runtime;
import mesh.proxy.stats.Stats;
import org.junit.jupiter.api.Test;

class BreakersTest {

  private static final String PREFIX = "circuit_breakers.backend.default.";

  private final Runtime runtime = new Runtime(bound -> 0);
  private final Stats scope = Stats.root();

  @Test
  void aBreakerOpensAtItsLimit() {
    Breaker requests = breakers("thresholds { max_requests { value: 2 } }").requests();

    assertThat(requests.tryAcquire()).isTrue();
    assertThat(gauge("rq_open")).isZero();
    assertThat(requests.tryAcquire()).isTrue();
    assertThat(gauge("rq_open")).isEqualTo(1);
    assertThat(requests.tryAcquire()).isFalse();
    requests.release();

    assertThat(gauge("rq_open")).isZero();
    assertThat(requests.tryAcquire()).isTrue();
  }

  @Test
  void someMustBePossibleAllTheSame() {
    Breaker connections = breakers("thresholds { max_connections { value: 0 } }").connections();

    assertThat(connections.isOpen()).isTrue();
    connections.acquire();

    assertThat(connections.count()).isEqualTo(1);
    assertThat(gauge("cx_open")).isEqualTo(1);
  }

  @Test
  void limitsAreEnvoysUnlessSet() {
    Breakers breakers = breakers("");

    assertThat(breakers.connections().max()).isEqualTo(1024);
    assertThat(breakers.pendingRequests().max()).isEqualTo(1024);
    assertThat(breakers.requests().max()).isEqualTo(1024);
    assertThat(breakers.retries().max()).isEqualTo(3);
    assertThat(breakers.connectionPools().max()).isEqualTo(Thresholds.UNLIMITED);
  }

  @Test
  void prioritiesHaveLimitsOfTheirOwn() {
    BreakerConfig config =
        config(
            """
            thresholds { priority: HIGH max_requests { value: 7 } }
            thresholds { max_requests { value: 5 } }
            thresholds { max_requests { value: 6 } }
            per_host_thresholds { max_connections { value: 3 } }
            """);

    assertThat(config.of(RoutingPriority.HIGH).maxRequests()).isEqualTo(7);
    assertThat(config.of(RoutingPriority.DEFAULT).maxRequests()).isEqualTo(5); // the first counts
    assertThat(config.maxConnectionsPerHost()).containsExactly(3L, Thresholds.UNLIMITED);
  }

  @Test
  void theRestIsPublishedIfTracked() {
    Breakers breakers = breakers("thresholds { max_requests { value: 3 } track_remaining: true }");
    assertThat(gauge("remaining_rq")).isEqualTo(3);
    assertThat(gauge("remaining_cx")).isEqualTo(1024);

    breakers.requests().tryAcquire();
    assertThat(gauge("remaining_rq")).isEqualTo(2);
    breakers.requests().release();

    assertThat(gauge("remaining_rq")).isEqualTo(3);
  }

  @Test
  void aBudgetFollowsTheRequests() {
    Breakers breakers =
        breakers(
            """
            thresholds { retry_budget { budget_percent { value: 25 }
              min_retry_concurrency { value: 2 } } }
            """);
    assertThat(breakers.retries().max()).isEqualTo(2);

    for (int request = 0; request < 30; request++) {
      breakers.requests().acquire();
    }
    for (int request = 0; request < 10; request++) {
      breakers.pendingRequests().acquire();
    }

    assertThat(breakers.retries().max()).isEqualTo(10);
  }

  @Test
  void aBudgetIsTwentyPercentAndThreeUnlessSet() {
    Breakers breakers = breakers("thresholds { retry_budget {} }");
    assertThat(breakers.retries().max()).isEqualTo(3);

    for (int request = 0; request < 100; request++) {
      breakers.requests().acquire();
    }

    assertThat(breakers.retries().max()).isEqualTo(20);
  }

  @Test
  void theRuntimeHasTheLastWord() {
    Breakers breakers = breakers("");
    runtime.replace(Map.of(PREFIX + "max_requests", 0.0));

    assertThat(breakers.requests().tryAcquire()).isFalse();
  }

  @Test
  void refusesABudgetAboveAll() {
    assertThatThrownBy(
            () -> config("thresholds { retry_budget { budget_percent { value: 101 } } }"))
        .hasMessage("thresholds[0].retry_budget.budget_percent: 101.0 (expected: 0..100)");
  }

  @Test
  void refusesLimitsOfAHostThatNobodyKeeps() {
    assertThatThrownBy(() -> config("per_host_thresholds { max_requests { value: 1 } }"))
        .hasMessage(
            "per_host_thresholds[0]: a limit other than max_connections"
                + " (expected: max_connections alone)");
  }

  private Breakers breakers(String text) {
    return new Breakers(config(text).normal(), runtime, PREFIX, scope);
  }

  private static BreakerConfig config(String text) {
    return BreakerConfig.parse(ClusterTexts.message(CircuitBreakers.getDefaultInstance(), text));
  }

  private long gauge(String name) {
    return scope.gauge(name).value();
  }
}
