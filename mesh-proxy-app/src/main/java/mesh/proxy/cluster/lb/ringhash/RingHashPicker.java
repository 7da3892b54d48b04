package mesh.proxy.cluster.lb.ringhash;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import mesh.proxy.cluster.lb.Candidates;
import mesh.proxy.cluster.lb.HashSettings;
import mesh.proxy.cluster.lb.HostTable;
import mesh.proxy.cluster.lb.Picker;
import mesh.proxy.endpoint.Endpoint;
import mesh.proxy.stats.Stats;

/** Finds the first point at or behind the hash. Shared by all loops. */
final class RingHashPicker implements Picker {

  private final Candidates candidates;
  private final long[] points; // ascending; the sign bit is turned over, for they are unsigned
  private final HostTable hosts; // 1:1 with points

  private RingHashPicker(Candidates candidates, long[] points, HostTable hosts) {
    this.candidates = candidates;
    this.points = points;
    this.hosts = hosts;
  }

  /**
   * Puts the hosts on a ring.
   *
   * @param hash of the text {@code key_0}, {@code key_1} and so on
   * @param stats scope of what is said about the ring
   */
  static RingHashPicker of(
      Candidates candidates,
      RingSize size,
      HashSettings settings,
      ToLongFunction<String> hash,
      Stats stats) {
    int[] counts = counts(candidates, size);
    var points = new long[Arrays.stream(counts).sum()];
    int at = 0;
    for (int host = 0; host < counts.length; host++) {
      String key = settings.keyOf(candidates.get(host)) + "_";
      for (int number = 0; number < counts[host]; number++) {
        points[at++] = ordered(hash.applyAsLong(key + number));
      }
    }
    Arrays.sort(points);
    // Hashed once more to find whose point is where: cheaper than to sort pairs.
    var hosts = new HostTable(points.length, candidates.size());
    for (int host = 0; host < counts.length; host++) {
      String key = settings.keyOf(candidates.get(host)) + "_";
      for (int number = 0; number < counts[host]; number++) {
        hosts.set(Arrays.binarySearch(points, ordered(hash.applyAsLong(key + number))), host);
      }
    }
    stats.gauge("size").set(points.length);
    stats.gauge("min_hashes_per_host").set(Arrays.stream(counts).min().orElse(0));
    stats.gauge("max_hashes_per_host").set(Arrays.stream(counts).max().orElse(0));
    return new RingHashPicker(candidates, points, hosts);
  }

  @Override
  public Endpoint pick(long hash, int attempt) {
    int found = Arrays.binarySearch(points, ordered(hash));
    int at = found < 0 ? ~found : found;
    if (at == points.length) {
      at = 0;
    }
    if (attempt > 0) {
      at = (int) ((at + (long) attempt) % points.length);
    }
    return candidates.get(hosts.get(at));
  }

  /** Points of each host; sums are rounded, not the parts, so that the whole has its size. */
  private static int[] counts(Candidates candidates, RingSize size) {
    int hosts = candidates.size();
    double total = 0;
    double smallest = Double.MAX_VALUE;
    for (int host = 0; host < hosts; host++) {
      total += candidates.weight(host);
      smallest = Math.min(smallest, candidates.weight(host));
    }
    double scale = size.pointsFor(smallest / total);
    var counts = new int[hosts];
    double target = 0;
    int current = 0;
    for (int host = 0; host < hosts; host++) {
      target += scale * (candidates.weight(host) / total);
      while (current < target) {
        counts[host]++;
        current++;
      }
    }
    return counts;
  }

  private static long ordered(long hash) {
    return hash ^ Long.MIN_VALUE;
  }
}
