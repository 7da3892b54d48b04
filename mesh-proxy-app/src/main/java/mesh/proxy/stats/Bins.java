package mesh.proxy.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Counts by bin, in pieces that are made when a value first falls into one. Shared by all loops.
 *
 * <p>Latencies of one upstream span some ten bins; a flat array of all bins would be 13 KiB for
 * each histogram.
 */
final class Bins {

  private static final int PIECE = 32;
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[][].class);

  private final long[] @Nullable [] pieces = new long[(LogLinear.BINS + PIECE - 1) / PIECE][];

  /** Counts one; false if another writer was at the same bin, and nothing was counted. */
  boolean tryCount(int bin) {
    long[] piece = piece(bin / PIECE);
    int at = bin % PIECE;
    long seen = (long) COUNT.getOpaque(piece, at);
    return COUNT.compareAndSet(piece, at, seen, seen + 1);
  }

  void count(int bin) {
    COUNT.getAndAdd(piece(bin / PIECE), bin % PIECE, 1L);
  }

  /**
   * Adds these counts to others.
   *
   * @param totals {@link LogLinear#BINS} counts
   */
  void addTo(long[] totals) {
    for (int slot = 0; slot < pieces.length; slot++) {
      var piece = (long[]) SLOT.getAcquire(pieces, slot);
      if (piece == null) {
        continue;
      }
      int end = Math.min(PIECE, LogLinear.BINS - slot * PIECE);
      for (int at = 0; at < end; at++) {
        totals[slot * PIECE + at] += (long) COUNT.getOpaque(piece, at);
      }
    }
  }

  private long[] piece(int slot) {
    var piece = (long[]) SLOT.getAcquire(pieces, slot);
    if (piece != null) {
      return piece;
    }
    var fresh = new long[PIECE];
    var earlier = (long[]) SLOT.compareAndExchange(pieces, slot, null, fresh);
    return earlier == null ? fresh : earlier;
  }
}
