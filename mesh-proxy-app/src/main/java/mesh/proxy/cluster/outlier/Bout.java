package mesh.proxy.cluster.outlier;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Failures in a row. Shared by all loops. */
final class Bout {

  private static final VarHandle FAILURES = handle();

  private volatile int failures;

  /** One more; how many there are now. */
  int grow() {
    return (int) FAILURES.getAndAdd(this, 1) + 1;
  }

  void end() {
    if (failures != 0) { // a read is cheaper than a write that other loops' caches must hear of
      failures = 0;
    }
  }

  private static VarHandle handle() {
    try {
      return MethodHandles.lookup().findVarHandle(Bout.class, "failures", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
