package mesh.proxy.cluster.lb.maglev;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.HashSettings;
import mesh.proxy.cluster.lb.HostTable;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.hash.XxHash64;
import mesh.proxy.stats.Stats;

/** Looks the hash up in the table. Shared by all loops. */
record MaglevPicker(Candidates candidates, HostTable table) implements Picker {

  /**
   * Fills the table.
   *
   * @param size a prime number
   * @param stats scope of what is said about the table
   */
  static MaglevPicker of(Candidates candidates, int size, HashSettings settings, Stats stats) {
    var table = new HostTable(size, candidates.size());
    int[] cells = new Filling(candidates, size, settings).fill(table);
    stats.gauge("min_entries_per_host").set(Arrays.stream(cells).min().orElse(0));
    stats.gauge("max_entries_per_host").set(Arrays.stream(cells).max().orElse(0));
    return new MaglevPicker(candidates, table);
  }

  @Override
  public Endpoint pick(long hash, int attempt) {
    long mixed = attempt == 0 ? hash : hash ^ (~0L - attempt + 1);
    return candidates.get(table.get((int) Long.remainderUnsigned(mixed, table.size())));
  }

  /** The state of hosts while they take cells in turn. */
  private static final class Filling {

    private final int size;
    private final int[] order; // hosts by key, so that every proxy fills its table alike
    private final long[] offsets;
    private final long[] skips;
    private final long[] next;
    private final double[] weights; // the largest is 1
    private final double[] targets;

    Filling(Candidates candidates, int size, HashSettings settings) {
      this.size = size;
      int hosts = candidates.size();
      String[] keys = new String[hosts];
      offsets = new long[hosts];
      skips = new long[hosts];
      next = new long[hosts];
      weights = new double[hosts];
      targets = new double[hosts];
      double heaviest =
          IntStream.range(0, hosts).mapToDouble(candidates::weight).max().orElseThrow();
      for (int host = 0; host < hosts; host++) {
        keys[host] = settings.keyOf(candidates.get(host));
        offsets[host] = Long.remainderUnsigned(XxHash64.hash(keys[host]), size);
        skips[host] = Long.remainderUnsigned(XxHash64.hash(keys[host], 1), size - 1) + 1;
        weights[host] = candidates.weight(host) / heaviest;
      }
      order =
          IntStream.range(0, hosts)
              .boxed()
              .sorted(Comparator.comparing(host -> keys[host]))
              .mapToInt(Integer::intValue)
              .toArray();
    }

    /** Number of cells that each host got. */
    int[] fill(HostTable table) {
      var taken = new java.util.BitSet(size);
      int[] cells = new int[order.length];
      int filled = 0;
      for (int round = 1; filled < size; round++) {
        for (int at = 0; at < order.length && filled < size; at++) {
          int host = order[at];
          if (round * weights[host] >= targets[host]) {
            targets[host] += 1;
            int cell = nextCell(host);
            while (taken.get(cell)) {
              cell = nextCell(host);
            }
            taken.set(cell);
            table.set(cell, host);
            cells[host]++;
            filled++;
          }
        }
      }
      return cells;
    }

    private int nextCell(int host) {
      return (int) ((offsets[host] + skips[host] * next[host]++) % size);
    }
  }
}
