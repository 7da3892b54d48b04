package mesh.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StatsTest {

  private final Stats stats = Stats.root();

  @Test
  void givesTheSameMetricForTheSameName() {
    Stats cluster = stats.scope("cluster.shop.");

    assertThat(cluster.counter("upstream_rq_total")).isSameAs(cluster.counter("upstream_rq_total"));
    assertThat(stats.scope("cluster.shop")).isSameAs(cluster);
  }

  @Test
  void givesTheSameMetricForEveryWayToItsName() {
    Counter made = stats.scope("cluster.shop").scope("canary").counter("upstream_rq_200");
    Counter first = stats.counter("http.in.rq_total");

    assertThat(stats.counter("cluster.shop.canary.upstream_rq_200")).isSameAs(made);
    assertThat(stats.scope("cluster").counter("shop.canary.upstream_rq_200")).isSameAs(made);
    assertThat(stats.scope("http.in").counter("rq_total")).isSameAs(first);
  }

  @Test
  void keepsMetricsOfOneNameApartByType() {
    stats.counter("x").increment();
    stats.gauge("x").set(7);

    assertThat(stats.counter("x").value()).isEqualTo(1);
    assertThat(stats.gauge("x").value()).isEqualTo(7);
  }

  @Test
  void spellsNamesAsEnvoyDoes() {
    stats.scope("listener.0.0.0.0:80.").counter("http://a:/b.");

    assertThat(names()).containsExactly("listener.0.0.0.0_80.http_a_b");
  }

  @Test
  void removesAScopeWithAllBelow() {
    stats.scope("cluster.a").scope("circuit_breakers").gauge("rq_open");
    stats.scope("cluster.a.b").counter("kept");

    stats.removeScope("cluster.a.");

    assertThat(names()).containsExactly("cluster.a.b.kept");
  }

  @Test
  void keepsAHeldScopeUntilItsLastHolderReleases() {
    Stats older = stats.hold("listener.main");
    older.counter("downstream_cx_total").add(3);

    Stats newer = stats.hold("listener.main");
    older.release();

    assertThat(newer.counter("downstream_cx_total").value()).isEqualTo(3);
    assertThat(names()).containsExactly("listener.main.downstream_cx_total");
    newer.release();
    assertThat(names()).isEmpty();
  }

  @Test
  void forgetsWhatIsMadeThroughARemovedScope() {
    Stats scope = stats.hold("cluster.a");
    scope.release();

    scope.scope("late").counter("x").increment();
    scope.counter("y").increment();

    assertThat(names()).isEmpty();
  }

  @Test
  void hidesWhatTheMatcherRejects() {
    Stats some = Stats.root(name -> name.startsWith("cluster.a."));

    some.scope("cluster.b").counter("upstream_rq_total").increment();
    some.scope("cluster.a").counter("upstream_rq_total").increment();

    var shown = new TreeSet<String>();
    some.visit((prefix, metric) -> shown.add(prefix + metric.leafName()));
    assertThat(shown).containsExactly("cluster.a.upstream_rq_total");
  }

  @Test
  void losesNoIncrementOfManyThreads() throws InterruptedException {
    Counter counter = stats.counter("c");
    Gauge gauge = stats.gauge("g");
    Histogram histogram = stats.histogram("h");

    inParallel(
        () -> {
          for (int at = 0; at < 50_000; at++) {
            counter.increment();
            gauge.add(2);
            gauge.decrement();
            histogram.record(at % 3);
          }
        });

    assertThat(counter.value()).isEqualTo(200_000);
    assertThat(gauge.value()).isEqualTo(200_000);
    assertThat(histogram.cumulative().total()).isEqualTo(200_000);
  }

  @Test
  void setsAGaugeThatLoopsHaveMoved() throws InterruptedException {
    Gauge gauge = stats.gauge("g");
    inParallel(
        () -> {
          for (int at = 0; at < 10_000; at++) {
            gauge.increment();
          }
        });

    gauge.set(5);

    assertThat(gauge.value()).isEqualTo(5);
  }

  @Test
  void latchesWhatCameSinceTheLastTime() {
    Counter counter = stats.counter("c");
    counter.add(3);
    counter.latch();
    counter.add(4);

    assertThat(counter.latch()).isEqualTo(4);
    assertThat(counter.latch()).isZero();
    assertThat(counter.value()).isEqualTo(7);
  }

  @Test
  void countsAsUsedAfterAReset() {
    stats.counter("used").increment();
    stats.counter("unused");

    stats.resetCounters();

    assertThat(stats.counter("used").value()).isZero();
    assertThat(stats.counter("used").isUsed()).isTrue();
    assertThat(stats.counter("unused").isUsed()).isFalse();
  }

  private TreeSet<String> names() {
    var names = new TreeSet<String>();
    stats.visit((prefix, metric) -> names.add(prefix + metric.leafName()));
    return names;
  }

  private static void inParallel(Runnable work) throws InterruptedException {
    var start = new CountDownLatch(1);
    var threads = new Thread[4];
    for (int at = 0; at < threads.length; at++) {
      threads[at] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    awaitQuietly(start);
                    work.run();
                  });
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
