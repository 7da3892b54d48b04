package mesh.proxy.cluster.health.http;

import java.util.List;

/** Statuses, as ranges. Immutable. */
record StatusRanges(List<Range> ranges) {

  static final StatusRanges NONE = new StatusRanges(List.of());

  StatusRanges {
    ranges = List.copyOf(ranges);
  }

  /** From {@code first} to before {@code end}. */
  record Range(int first, int end) {}

  boolean contain(int status) {
    for (Range range : ranges) {
      if (status >= range.first() && status < range.end()) {
        return true;
      }
    }
    return false;
  }
}
