package mesh.proxy.xds.source;

import com.google.protobuf.Message;
import java.util.List;
import mesh.config.InvalidConfigException;
import mesh.proxy.xds.Clock;
import mesh.proxy.xds.RefusedUpdateException;
import mesh.proxy.xds.Resource;
import mesh.proxy.xds.Subscriber;
import mesh.proxy.xds.Update;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber and what it wants. Confined to the configuration thread, but for {@link #close}.
 */
final class Watcher<M extends Message> {

  private final @Nullable String name;
  private final Subscriber<M> subscriber;
  private final SubscriptionStats stats;
  private final Clock clock;
  private volatile boolean closed;
  private boolean answered;
  private boolean asksAgain;

  /**
   * Somebody who is not told anything yet.
   *
   * @param name the one resource that is wanted; null for all of the type
   */
  Watcher(@Nullable String name, Subscriber<M> subscriber, SubscriptionStats stats, Clock clock) {
    this.name = name;
    this.subscriber = subscriber;
    this.stats = stats;
    this.clock = clock;
  }

  /** Null for all resources of the type. */
  @Nullable String name() {
    return name;
  }

  SubscriptionStats stats() {
    return stats;
  }

  boolean isClosed() {
    return closed;
  }

  /** True once something came, or it was told that nothing will. */
  boolean isAnswered() {
    return answered;
  }

  void close() {
    closed = true;
  }

  /**
   * Hands an update over.
   *
   * @throws RefusedUpdateException with every fault
   */
  void take(Update<M> update) {
    if (closed) {
      return;
    }
    long begun = clock.nanos();
    try {
      hand(update);
      answered = true;
    } catch (RefusedUpdateException e) {
      rejectUnread();
      throw e;
    } finally {
      if (asksAgain) {
        stats.attempted();
      }
    }
    stats.succeeded(update.version(), clock.millis(), clock.nanos() - begun);
  }

  /** Asks a server; each answer is an acknowledgement and the next question. */
  void asks() {
    asksAgain = true;
    stats.attempted();
  }

  /** Something came for it that cannot be used. */
  void rejectUnread() {
    stats.rejected();
    if (!answered) {
      giveUp();
    }
  }

  /** Says that it took too long, unless something came. */
  void timeOut() {
    if (!answered && !closed) {
      stats.timedOut();
      giveUp();
    }
  }

  /** Says that nothing will come soon. */
  void giveUp() {
    if (!closed) {
      answered = true;
      subscriber.unavailable();
    }
  }

  private void hand(Update<M> update) {
    try {
      subscriber.update(update);
    } catch (InvalidConfigException e) {
      Resource<M> only = update.resources().getFirst();
      throw new RefusedUpdateException(
          List.of(new RefusedUpdateException.Fault(only.index(), only.name(), e)));
    }
  }
}
