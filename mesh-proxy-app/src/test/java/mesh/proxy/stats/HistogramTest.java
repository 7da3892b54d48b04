package mesh.proxy.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The expected quantiles and counts are what Envoy 1.40 showed for the same samples. */
class HistogramTest {

  private final Histogram histogram = Stats.root().histogram("upstream_rq_body_size");

  @Test
  void givesEnvoysQuantiles() {
    record(100, 105, 249, 999, 1234, 123456, 7, 8, 8, 8);

    assertThat(quantiles(0, 0.25, 0.5, 0.75, 0.9, 0.95, 1))
        .containsExactly(7.05, 8.05, 103.33333333333333, 995, 1250, 125000, 125000);
  }

  @Test
  void putsOneSampleInTheMiddleOfItsBin() {
    record(1);

    assertThat(histogram.cumulative().quantile(0.5)).isEqualTo(1.05);
  }

  @Test
  void spreadsSamplesEvenlyOverTheirBin() {
    record(1, 1, 1, 1);

    assertThat(quantiles(0, 0.25, 0.5, 0.75, 1)).containsExactly(1.02, 1.02, 1.04, 1.06, 1.08);
  }

  @Test
  void countsBinsThatBeginAtOrBelowTheBound() {
    record(100, 105, 249, 999, 1234, 123456, 7, 8, 8, 8, 99, 255);

    Distribution all = histogram.cumulative();
    assertThat(all.countUpTo(10)).isEqualTo(4);
    assertThat(all.countUpTo(100)).isEqualTo(7);
    assertThat(all.countUpTo(250)).isEqualTo(9);
    assertThat(all.countUpTo(1000)).isEqualTo(10);
    assertThat(all.countUpTo(3600000)).isEqualTo(12);
  }

  @Test
  void sumsWithTheErrorOfItsBins() {
    record(100, 105, 249, 999, 1234, 123456, 7, 8, 8, 8);

    assertThat(histogram.cumulative().sum()).isCloseTo(126_174, within(0.02 * 126_174));
  }

  @Test
  void endsAnIntervalAtEachFlush() {
    record(5);
    histogram.flush();
    record(7, 7);

    assertThat(histogram.interval().total()).isEqualTo(1);
    assertThat(histogram.cumulative().total()).isEqualTo(3);
    histogram.flush();
    assertThat(histogram.interval().total()).isEqualTo(2);
    histogram.flush();
    assertThat(histogram.interval().isEmpty()).isTrue();
  }

  @Test
  void findsTheBinOfEveryMagnitude() {
    for (long power = 1; power < 1_000_000_000_000_000L; power *= 10) {
      for (long value :
          new long[] {power - 1, power, power + 1, 2 * power, 99 * (power / 10), 5 * power + 3}) {
        int bin = LogLinear.bin(value);
        assertThat(value).as("bin %d", bin).isGreaterThanOrEqualTo((long) LogLinear.left(bin));
        assertThat((double) value)
            .isLessThan(LogLinear.left(bin) + Math.max(1, LogLinear.width(bin)));
      }
    }
    assertThat(LogLinear.bin(Long.MAX_VALUE)).isLessThan(LogLinear.BINS);
    assertThat(LogLinear.bin(-1)).isZero();
  }

  private void record(long... samples) {
    for (long sample : samples) {
      histogram.record(sample);
    }
  }

  private double[] quantiles(double... shares) {
    var values = new double[shares.length];
    for (int at = 0; at < shares.length; at++) {
      values[at] = histogram.cumulative().quantile(shares[at]);
    }
    return values;
  }
}
