package mesh.proxy.filter.http.localratelimit;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import mesh.proxy.route.ratelimit.Descriptor;

/**
 * Buckets made as values are seen, the least recently used ones forgotten. Shared by all loops.
 *
 * <p>To forget one costs a scan, so many are forgotten in one scan where many are kept: a client
 * that invents values must not make each of its requests cost a scan of ten thousand buckets.
 */
final class DynamicBuckets {

  private static final int SLACK_SHARE = 32; // of the most, forgotten in one scan

  private static final class Slot {

    final Descriptor descriptor;
    final TokenBucket bucket;
    volatile long usedNanos;

    Slot(Descriptor descriptor, TokenBucket bucket) {
      this.descriptor = descriptor;
      this.bucket = bucket;
    }
  }

  private final LimitedDescriptor limit;
  private final int most;
  private final LongSupplier nanoClock;
  private final long origin;
  private final ConcurrentHashMap<Descriptor, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicBoolean trimming = new AtomicBoolean();

  DynamicBuckets(LimitedDescriptor limit, int most, LongSupplier nanoClock) {
    this.limit = limit;
    this.most = most;
    this.nanoClock = nanoClock;
    this.origin = nanoClock.getAsLong();
  }

  boolean covers(Descriptor descriptor) {
    return limit.covers(descriptor);
  }

  TokenBucket bucket(Descriptor descriptor) {
    Slot slot = slots.get(descriptor);
    if (slot == null) {
      makeRoom();
      slot =
          slots.computeIfAbsent(
              descriptor, key -> new Slot(key, new TokenBucket(limit.size(), nanoClock)));
    }
    slot.usedNanos = nanoClock.getAsLong() - origin;
    return slot.bucket;
  }

  int size() {
    return slots.size();
  }

  private void makeRoom() {
    if (slots.size() < most + most / SLACK_SHARE || !trimming.compareAndSet(false, true)) {
      return;
    }
    try {
      var oldestFirst = new ArrayList<>(slots.values());
      oldestFirst.sort(comparingLong(slot -> slot.usedNanos));
      int surplus = oldestFirst.size() - most + 1;
      for (int at = 0; at < surplus; at++) {
        slots.remove(oldestFirst.get(at).descriptor);
      }
    } finally {
      trimming.set(false);
    }
  }
}
