package mesh.telemetry.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Figures over time, the oldest first. Immutable.
 *
 * @param bucketSeconds between two points
 */
public record Timeline(int bucketSeconds, List<Point> points) {

  public Timeline {
    points = List.copyOf(points);
  }

  /**
   * One bucket.
   *
   * @param at second since 1970 in which it begins
   * @param p99 milliseconds
   */
  public record Point(long at, long requests, long failed, long refused, double p99) {}

  static Timeline of(Map<Long, Cell> buckets, int length, long now, long seconds) {
    var points = new ArrayList<Point>();
    long first = ((now - seconds) / length + 1) * length;
    var none = new Cell();
    for (long at = first; at <= now; at += length) {
      Cell cell = buckets.getOrDefault(at, none);
      points.add(new Point(at, cell.calls(), cell.failed(), cell.refused(), cell.p99()));
    }
    return new Timeline(length, points);
  }
}
