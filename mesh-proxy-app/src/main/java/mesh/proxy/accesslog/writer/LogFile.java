package mesh.proxy.accesslog.writer;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One file that any thread may write lines to. Shared by all loops.
 *
 * <p>Each loop collects lines in a slot of its own. To write, it takes what is in the slot and puts
 * it back afterwards; the writer thread takes it away in the same manner when it has become old. So
 * nobody waits for anybody: whoever finds the slot empty begins a new collection.
 */
public final class LogFile {

  static final int FULL_BYTES = 64 * 1024;

  private static final int SLOTS =
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 4 - 1);

  private static final AtomicInteger NEXT_NUMBER = new AtomicInteger();

  /** Loops get numbers one after the other, and so each a slot of its own. */
  private static final FastThreadLocal<Integer> NUMBER =
      new FastThreadLocal<>() {
        @Override
        protected Integer initialValue() {
          return NEXT_NUMBER.getAndIncrement();
        }
      };

  private final LogFiles owner;
  private final LogTarget target;
  private final AtomicReferenceArray<Lines> slots = new AtomicReferenceArray<>(SLOTS);

  LogFile(LogFiles owner, LogTarget target) {
    this.owner = owner;
    this.target = target;
  }

  /**
   * Appends a line.
   *
   * @param line with its line feed; not used after this method returns
   */
  public void write(CharSequence line) {
    int slot = NUMBER.get() & (SLOTS - 1);
    Lines lines = slots.getAndSet(slot, null);
    if (lines == null) {
      lines = owner.spare();
    }
    lines.add(line);
    if (lines.size() >= FULL_BYTES || !putBack(slot, lines)) {
      owner.hand(this, lines);
    }
  }

  /** More threads than slots: somebody else may have begun a collection meanwhile. */
  private boolean putBack(int own, Lines lines) {
    for (int step = 0; step < SLOTS; step++) {
      if (slots.compareAndSet(own + step & (SLOTS - 1), null, lines)) {
        return true;
      }
    }
    return false;
  }

  LogTarget target() {
    return target;
  }

  /** Hands over all that is collected; on the writer thread. */
  void collect() {
    for (int slot = 0; slot < SLOTS; slot++) {
      Lines lines = slots.getAndSet(slot, null);
      if (lines != null) {
        owner.handTimed(this, lines);
      }
    }
  }
}
