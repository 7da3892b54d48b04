package mesh.proxy.stats.render;

import java.io.IOException;
import mesh.proxy.stats.Distribution;

/** The quantiles of a histogram that are always shown. */
final class Percentiles {

  /** As they are written, 1:1 with {@link #SHARES}. */
  static final String[] NAMES = {"0", "25", "50", "75", "90", "95", "99", "99.5", "99.9", "100"};

  static final double[] SHARES = {0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 1};

  private Percentiles() {}

  /** {@code P0(interval,cumulative) P25(…) …}. */
  static void write(Appendable out, Distribution interval, Distribution cumulative)
      throws IOException {
    for (int at = 0; at < SHARES.length; at++) {
      out.append(at == 0 ? "P" : " P").append(NAMES[at]).append('(');
      out.append(Numerals.shortest(interval.quantile(SHARES[at]))).append(',');
      out.append(Numerals.shortest(cumulative.quantile(SHARES[at]))).append(')');
    }
  }
}
