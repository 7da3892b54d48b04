package mesh.telemetry.graph;

import java.util.function.ObjLongConsumer;
import mesh.telemetry.attribute.Call;
import org.jspecify.annotations.Nullable;

/** Buckets of equal length; the oldest is used again for now. Guarded by its edge. */
final class Ring {

  private final int seconds; // of a bucket
  private final @Nullable Cell[] cells;
  private final long[] numbers; // of the bucket that a cell was made for: time / seconds

  Ring(int seconds, int buckets) {
    this.seconds = seconds;
    this.cells = new Cell[buckets];
    this.numbers = new long[buckets];
  }

  void add(Call call, long now) {
    long number = now / seconds;
    int slot = (int) (number % cells.length);
    Cell cell = cells[slot];
    if (cell == null || numbers[slot] != number) {
      cell = new Cell();
      cells[slot] = cell;
      numbers[slot] = number;
    }
    cell.add(call);
  }

  /** Each bucket that is at least in part in the window, with the second in which it begins. */
  void each(long now, long window, ObjLongConsumer<Cell> visitor) {
    long last = now / seconds;
    long first = Math.max((now - window) / seconds + 1, last - cells.length + 1);
    for (int slot = 0; slot < cells.length; slot++) {
      Cell cell = cells[slot];
      if (cell != null && numbers[slot] >= first && numbers[slot] <= last) {
        visitor.accept(cell, numbers[slot] * seconds);
      }
    }
  }

  /** Lets go of what is older than the ring is long. */
  void forget(long now) {
    long oldest = now / seconds - cells.length;
    for (int slot = 0; slot < cells.length; slot++) {
      if (numbers[slot] <= oldest) {
        cells[slot] = null;
      }
    }
  }
}
