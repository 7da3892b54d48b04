package mesh.proxy.filter.http.localratelimit;

import mesh.proxy.route.ratelimit.Descriptor;

/**
 * A bucket for requests of one descriptor. Immutable.
 *
 * @param descriptor an entry without value stands for any value: each combination of values has a
 *     bucket of its own
 */
record LimitedDescriptor(Descriptor descriptor, BucketSize size) {

  boolean hasWildcard() {
    return descriptor.entries().stream().anyMatch(entry -> entry.value().isEmpty());
  }

  /** True if {@code other} has the same keys and, where this one has a value, the same value. */
  boolean covers(Descriptor other) {
    var mine = descriptor.entries();
    var theirs = other.entries();
    if (mine.size() != theirs.size()) {
      return false;
    }
    for (int at = 0; at < mine.size(); at++) {
      String value = mine.get(at).value();
      if (!mine.get(at).key().equals(theirs.get(at).key())
          || !value.isEmpty() && !value.equals(theirs.get(at).value())) {
        return false;
      }
    }
    return true;
  }
}
