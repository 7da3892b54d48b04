package mesh.proxy.cluster.lb;

import java.util.List;
import java.util.function.Function;
import mesh.proxy.endpoint.Endpoint;

/**
 * Gives new hosts a growing share: makes its picker anew every few milliseconds for as long as any
 * host is new. Shared by all loops; if two make it anew at once, one of the two is kept.
 */
final class WarmingPicker implements Picker {

  private static final long REFRESH_NANOS = 50_000_000;

  private final List<Endpoint> hosts;
  private final SlowStart slowStart;
  private final Function<Candidates, Picker> pickers;
  private final LbContext context;
  private volatile Weighed weighed;

  private WarmingPicker(
      List<Endpoint> hosts,
      SlowStart slowStart,
      Function<Candidates, Picker> pickers,
      LbContext context) {
    this.hosts = hosts;
    this.slowStart = slowStart;
    this.pickers = pickers;
    this.context = context;
    this.weighed = weigh(context.nanoClock().getAsLong());
  }

  /** A picker at one instant; {@code settled} once no host is new any more. */
  private record Weighed(Picker picker, long atNanos, boolean settled) {}

  /**
   * Picks with weights that grow.
   *
   * @param hosts non-empty
   */
  static Picker of(
      List<Endpoint> hosts,
      SlowStart slowStart,
      Function<Candidates, Picker> pickers,
      LbContext context) {
    var warming = new WarmingPicker(hosts, slowStart, pickers, context);
    return warming.weighed.settled() ? warming.weighed.picker() : warming;
  }

  @Override
  public Endpoint pick(long hash, int attempt) {
    Weighed now = weighed;
    if (!now.settled()) {
      long nanos = context.nanoClock().getAsLong();
      if (nanos - now.atNanos() >= REFRESH_NANOS) {
        now = weigh(nanos);
        weighed = now;
      }
    }
    return now.picker().pick(hash, attempt);
  }

  private Weighed weigh(long nowNanos) {
    double aggression = context.runtime().number(slowStart.aggressionKey(), slowStart.aggression());
    boolean settled = true;
    var weights = new double[hosts.size()];
    for (int at = 0; at < weights.length; at++) {
      Endpoint host = hosts.get(at);
      double factor = slowStart.factor(nowNanos - host.healthySinceNanos(), aggression);
      settled &= factor == 1;
      weights[at] = host.weight() * factor;
    }
    return new Weighed(pickers.apply(Candidates.weighted(hosts, weights)), nowNanos, settled);
  }
}
