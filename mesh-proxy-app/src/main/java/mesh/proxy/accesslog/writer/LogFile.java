package mesh.proxy.accesslog.writer;

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
      Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * 2 - 1);

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
    int slot = (int) Thread.currentThread().threadId() & (SLOTS - 1);
    Lines lines = slots.getAndSet(slot, null);
    if (lines == null) {
      lines = owner.spare();
    }
    lines.add(line);
    if (lines.size() >= FULL_BYTES || !slots.compareAndSet(slot, null, lines)) {
      owner.hand(this, lines);
    }
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
