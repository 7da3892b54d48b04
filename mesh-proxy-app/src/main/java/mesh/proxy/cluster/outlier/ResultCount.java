package mesh.proxy.cluster.outlier;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Results of one interval and what the one before came to. Counted on all loops, read on one. */
final class ResultCount {

  private static final VarHandle TOTAL = handle("total");
  private static final VarHandle FAILED = handle("failed");
  private static final double ALL = 100;

  @SuppressWarnings("UnusedVariable") // read through its handle
  private volatile int total;

  @SuppressWarnings("UnusedVariable") // read through its handle
  private volatile int failed;

  private volatile double successPercent = -1; // of the last interval; -1 if too few
  private int volume; // of the last interval

  void success() {
    TOTAL.getAndAdd(this, 1);
  }

  void failure() {
    TOTAL.getAndAdd(this, 1);
    FAILED.getAndAdd(this, 1);
  }

  /** Ends the interval. */
  void turn() {
    volume = (int) TOTAL.getAndSet(this, 0);
    int failures = Math.min(volume, (int) FAILED.getAndSet(this, 0));
    successPercent = volume == 0 ? -1 : ALL * (volume - failures) / volume;
  }

  /** How many results the last interval had. */
  int volume() {
    return volume;
  }

  /** -1 if there were none. */
  double successPercent() {
    return successPercent;
  }

  /** There were too few to say anything. */
  void dismiss() {
    successPercent = -1;
  }

  private static VarHandle handle(String field) {
    try {
      return MethodHandles.lookup().findVarHandle(ResultCount.class, field, int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
