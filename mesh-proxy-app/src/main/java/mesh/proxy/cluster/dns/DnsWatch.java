package mesh.proxy.cluster.dns;

import java.time.Duration;
import java.util.function.IntUnaryOperator;
import mesh.proxy.worker.ControlLoop;
import org.jspecify.annotations.Nullable;

/** Asks for one name again and again. Confined to the control loop. */
public final class DnsWatch {

  private final String host;
  private final DnsConfig config;
  private final DnsLookup lookup;
  private final ControlLoop loop;
  private final IntUnaryOperator randomBelow;
  private final Watcher watcher;
  private ControlLoop.@Nullable Timer next;
  private int failures; // in a row
  private boolean closed;

  /** Hears what a watch finds. Called on the control loop. */
  public interface Watcher {

    void asking();

    void answered(DnsAnswer answer);
  }

  public DnsWatch(
      String host,
      DnsConfig config,
      DnsLookup lookup,
      ControlLoop loop,
      IntUnaryOperator randomBelow,
      Watcher watcher) {
    this.host = host;
    this.config = config;
    this.lookup = lookup;
    this.loop = loop;
    this.randomBelow = randomBelow;
    this.watcher = watcher;
  }

  /** Asks, and then does not stop to. */
  public void begin() {
    watcher.asking();
    lookup.resolve(host, config.family(), answer -> loop.execute(() -> answered(answer)));
  }

  /** Ends it; the watcher hears no more. */
  public void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }

  private void answered(DnsAnswer answer) {
    if (closed) {
      return;
    }
    failures = answer.found() ? 0 : failures + 1;
    Duration wait =
        answer.found()
            ? config.times().after(answer, randomBelow)
            : config.times().afterFailure(failures, randomBelow);
    next = loop.after(wait, this::begin);
    watcher.answered(answer);
  }
}
