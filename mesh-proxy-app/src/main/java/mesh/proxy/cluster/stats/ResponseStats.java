package mesh.proxy.cluster.stats;

import mesh.proxy.stats.Counter;
import mesh.proxy.stats.Histogram;
import mesh.proxy.stats.Stats;
import org.jspecify.annotations.Nullable;

/**
 * Answers by status, and their times, below one scope: a cluster, a variant of it, or a virtual
 * cluster. Shared by all loops; races to make a metric are harmless, as in {@link ClusterStats}.
 */
public final class ResponseStats {

  private static final int LEAST_CODE = 100;
  private static final int MOST_CODE = 999;
  private static final int LAST_CLASS = 5;
  private static final String UNKNOWN = "upstream_rq_unknown";
  private static final int CODES_AT_A_TIME = 100; // one table for each class of codes

  private final Stats scope;
  private final Counter completed;
  private final @Nullable Counter[] classes = new Counter[10]; // by first digit
  private final @Nullable Counter[] @Nullable [] codes = new Counter[10][];
  private @Nullable Histogram time;

  public ResponseStats(Stats scope) {
    this.scope = scope;
    this.completed = scope.counter("upstream_rq_completed");
  }

  /**
   * Counts a final answer.
   *
   * @param code HTTP status; counted as completed alone if it is not of three digits
   */
  public void count(int code) {
    completed.increment();
    if (code >= LEAST_CODE && code <= MOST_CODE) {
      int first = code / CODES_AT_A_TIME;
      ofClass(first).increment();
      ofCode(first, code).increment();
    }
  }

  /** How long the upstream took, in milliseconds. */
  public void time(long millis) {
    Histogram made = time;
    if (made == null) {
      made = scope.histogram("upstream_rq_time");
      time = made;
    }
    made.record(millis);
  }

  private Counter ofClass(int first) {
    Counter counter = classes[first];
    if (counter == null) {
      counter = scope.counter(first <= LAST_CLASS ? "upstream_rq_" + first + "xx" : UNKNOWN);
      classes[first] = counter;
    }
    return counter;
  }

  private Counter ofCode(int first, int code) {
    @Nullable Counter[] table = codes[first];
    if (table == null) {
      table = new Counter[CODES_AT_A_TIME];
      codes[first] = table;
    }
    Counter counter = table[code % CODES_AT_A_TIME];
    if (counter == null) {
      counter = scope.counter("upstream_rq_" + code);
      table[code % CODES_AT_A_TIME] = counter;
    }
    return counter;
  }
}
