package mesh.proxy.cluster.health;

import java.util.function.Consumer;

/** Asks one host. Confined to the control loop, but for the answer. */
public interface Probe {

  /**
   * Asks once; called again only after the answer or {@link #abandon()}.
   *
   * @param answer called at most once, on any thread; not for want of time, which the caller
   *     watches
   */
  void check(Consumer<CheckResult> answer);

  /** Gives up the question that was asked, and its connection. */
  void abandon();

  /** Ends for good. */
  void close();
}
